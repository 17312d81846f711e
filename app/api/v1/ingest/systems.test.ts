import { beforeAll, describe, expect, it } from "vitest"
import { argocd, flux, generic, gitlab } from "@/app/api/v1/ingest/routes"
import { prismaClient } from "@/lib/platform/db/client"
import type { Route } from "@/lib/web/http/define-route"
import { callRoute } from "@/tools/testing/call-route"
import { anonymous, type Caller, tokenCaller } from "@/tools/testing/callers"
import fluxSample from "@/tools/testing/event-samples/flux-event.json"
import gitLabSample from "@/tools/testing/event-samples/gitlab-deployment.json"
import { newEventSource } from "@/tools/testing/new-event-source"
import { signedHeaders, standardHeaders } from "@/tools/testing/signed-headers"

const secrets = { GITLAB: "", FLUX: "", GENERIC: "" }
let pipeline: Caller
let events = 0

beforeAll(async () => {
  pipeline = await tokenCaller(["deployments:write"], { name: "cd" })
  secrets.GITLAB = (await newEventSource("GITLAB", { name: "GitLab" })).secret
  secrets.FLUX = (await newEventSource("FLUX", { name: "Flux" })).secret
  secrets.GENERIC = (await newEventSource("GENERIC", { name: "deployer" })).secret
})

function send(route: Route, system: string, payload: object | string, headers: Caller, caller = anonymous) {
  const body = typeof payload === "string" ? payload : JSON.stringify(payload)
  const path = `/api/v1/ingest/${system}`
  return callRoute(route, "POST", {
    caller,
    path,
    body,
    headers: { "content-type": "application/json", ...headers },
  })
}

const recorded = (application: string) =>
  prismaClient().deployment.findMany({
    where: { application },
    include: { environment: true },
    orderBy: { deployedAt: "asc" },
  })

describe("POST /ingest/gitlab", () => {
  const eventOf = (application: string, change: object = {}) =>
    JSON.stringify({
      ...gitLabSample,
      deployment_id: ++events,
      project: { ...gitLabSample.project, path_with_namespace: `acme/shops/${application}` },
      ...change,
    })
  const deliver = (body: string, headers: Caller = signedHeaders.GITLAB(secrets.GITLAB, body)) =>
    send(gitlab, "gitlab", body, headers)

  it("records start and end as one deployment with its duration", async () => {
    const change = { deployment_id: ++events, status_changed_at: "2021-04-28 21:48:00 +0200" }
    expect((await deliver(eventOf("gl", { ...change, status: "running" }))).status).toBe(201)
    expect((await deliver(eventOf("gl", { deployment_id: change.deployment_id }))).body.outcome).toBe(
      "updated",
    )
    expect(await recorded("gl")).toMatchObject([
      {
        imageTag: "1.0.0",
        environment: { name: "staging" },
        status: "DEPLOYED",
        deployedAt: new Date("2021-04-28T19:48:00Z"),
        completedAt: new Date("2021-04-28T19:50:00Z"),
        startReported: true,
        recordedBy: "GitLab",
      },
    ])
  })

  it("completes the times when the start arrives after the end", async () => {
    const change = { deployment_id: ++events }
    await deliver(eventOf("gl-late", change))
    const start = { ...change, status: "running", status_changed_at: "2021-04-28 21:48:00 +0200" }
    expect((await deliver(eventOf("gl-late", start))).status).toBe(200)
    expect(await recorded("gl-late")).toMatchObject([
      { status: "DEPLOYED", deployedAt: new Date("2021-04-28T19:48:00Z"), startReported: true },
    ])
  })

  it("accepts a signature by Standard Webhooks, once", async () => {
    const body = eventOf("gl-signed")
    const headers = standardHeaders(secrets.GITLAB, body)
    const first = await deliver(body, headers)
    const second = await deliver(body, headers)
    expect([first.status, second.status, second.body]).toEqual([201, 201, first.body])
    expect(second.headers.get("idempotency-replayed")).toBe("true")
  })

  it("returns 401 for another token, an old signature, and a wrong signature with the right token", async () => {
    const body = eventOf("gl-forged")
    const token = { "x-gitlab-token": secrets.GITLAB }
    const refused: Caller[] = [
      {},
      { "x-gitlab-token": "wrong" },
      standardHeaders(secrets.GITLAB, body, Date.now() - 301_000),
      { ...standardHeaders(secrets.FLUX, body), ...token },
      { "webhook-signature": "v1,x", ...token },
    ]
    for (const headers of refused) expect((await deliver(body, headers)).status).toBe(401)
    expect(await recorded("gl-forged")).toEqual([])
  })

  it("records a branch as a tag", async () => {
    expect((await deliver(eventOf("gl-ref", { ref: "feature/x" }))).status).toBe(201)
    expect(await recorded("gl-ref")).toMatchObject([{ imageTag: "feature-x", gitBranch: "feature/x" }])
  })

  it("returns 422 with pointers for an event without a status or a ref", async () => {
    const { status, body } = await deliver(eventOf("gl-none", { ref: null, status: [] }))
    expect([status, body.errors]).toMatchObject([422, [{ pointer: "/ref" }, { pointer: "/status" }]])
    expect(await recorded("gl-none")).toEqual([])
  })
})

describe("POST /ingest/flux", () => {
  const deliver = (payload: object) => {
    const body = JSON.stringify(payload)
    return send(flux, "flux", body, signedHeaders.FLUX(secrets.FLUX, body))
  }

  it("records a change of an object, once", async () => {
    const involvedObject = { ...fluxSample.involvedObject, name: "flux-app", namespace: "prod" }
    const metadata = { revision: "1.2.3" }
    const event = { ...fluxSample, involvedObject, metadata, severity: "info", reason: "UpgradeSucceeded" }
    expect((await deliver(event)).body.outcome).toBe("recorded")
    expect((await deliver(event)).body.outcome).toBe("updated")
    expect(await recorded("flux-app")).toMatchObject([
      { imageTag: "1.2.3", status: "DEPLOYED", environment: { name: "prod" }, recordedBy: "Flux" },
    ])
  })

  it("returns 422 with a pointer for an unknown environment", async () => {
    const { status, body } = await deliver(fluxSample)
    expect([status, body.errors]).toMatchObject([422, [{ pointer: "/involvedObject/namespace" }]])
  })
})

describe("POST /ingest/argocd", () => {
  it("records a sync, once", async () => {
    const startedAt = "2026-02-12T10:00:00Z"
    const status = {
      operationState: { phase: "Succeeded", startedAt, finishedAt: "2026-02-12T10:02:30Z" },
      summary: { images: ["registry.example.com/shop:v1.2.3"] },
    }
    const app = {
      metadata: { name: "argo", uid: "7d0c" },
      spec: { destination: { namespace: "prod" } },
      status,
    }
    expect((await send(argocd, "argocd", { app }, {}, pipeline)).status).toBe(201)
    expect((await send(argocd, "argocd", { app }, {}, pipeline)).body.outcome).toBe("updated")
    expect(await recorded("argo")).toMatchObject([
      { imageTag: "v1.2.3", externalId: `7d0c/${startedAt}`, environment: { name: "prod" } },
    ])
    const { body } = await send(
      argocd,
      "argocd",
      { app: { ...app, status: { operationState: { phase: "Error" } } } },
      {},
      pipeline,
    )
    expect(body.errors).toContainEqual({
      pointer: "/app/status/summary/images/0",
      message: "imageTag is required.",
    })
  })
})

describe("POST /ingest/generic", () => {
  const event = { application: "any", environment: "dev", imageTag: "v1" }
  const signed = (body: string, secret = secrets.GENERIC) =>
    send(generic, "generic", body, standardHeaders(secret, body))

  it("records the fields of the API with a signature or a token", async () => {
    expect((await signed(JSON.stringify(event))).status).toBe(201)
    expect((await send(generic, "generic", { ...event, imageTag: "v2" }, {}, pipeline)).status).toBe(201)
    expect((await recorded("any")).map(({ imageTag, recordedBy }) => [imageTag, recordedBy]).sort()).toEqual([
      ["v1", "deployer"],
      ["v2", "cd"],
    ])
  })

  it("records for platform if no application is named, as the API does", async () => {
    expect((await signed(JSON.stringify({ environment: "dev", imageTag: "generic-1" }))).status).toBe(201)
    expect(await recorded("platform")).toMatchObject([{ imageTag: "generic-1" }])
  })

  it("returns 401 for a wrong signature, and for a wrong token with the right signature", async () => {
    const body = JSON.stringify(event)
    expect((await signed(body, secrets.FLUX)).status).toBe(401)
    const headers = standardHeaders(secrets.GENERIC, body)
    const wrong = { authorization: "Bearer slw_wrong" }
    expect((await send(generic, "generic", body, headers, wrong)).status).toBe(401)
  })

  it("names the nearest field for an unknown one", async () => {
    const { status, body } = await signed(JSON.stringify({ ...event, tag: "v1" }))
    expect([status, body.errors]).toMatchObject([
      422,
      [{ pointer: "/tag", message: expect.stringContaining("imageTag") }],
    ])
  })
})
