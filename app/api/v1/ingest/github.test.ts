import fc from "fast-check"
import { beforeAll, describe, expect, it } from "vitest"
import { github as route } from "@/app/api/v1/ingest/routes"
import { requests as log, requestReplay as replay } from "@/app/api/v1/requests/routes"
import { systemActor } from "@/lib/identity/auth/actor"
import { requestBuffer } from "@/lib/identity/requests/request-state"
import type { ReceivedRequest } from "@/lib/identity/requests/schema"
import { annulDeployment } from "@/lib/ledger/deployments/annul-deployment"
import { prismaClient } from "@/lib/platform/db/client"
import { callRoute } from "@/tools/testing/call-route"
import { anonymous, type Caller, sessionCaller, tokenCaller } from "@/tools/testing/callers"
import sample from "@/tools/testing/event-samples/github-deployment-status.json"
import { newEventSource } from "@/tools/testing/new-event-source"
import { signedHeaders } from "@/tools/testing/signed-headers"

const path = "/api/v1/ingest/github"
let source: Awaited<ReturnType<typeof newEventSource>>
let admin: Caller
let deploymentId = 1_000

beforeAll(async () => {
  source = await newEventSource("GITHUB", { name: "acme on GitHub" })
  admin = await sessionCaller("ADMIN")
})

type Change = { state?: string; at?: string; id?: number; environment?: string; deployment?: object }

/** The event of a new deployment, as in the sample. */
function eventOf(application: string, change: Change = {}): string {
  const { state = "success", at = "2026-11-20T10:05:00Z", id = ++deploymentId, environment = "dev" } = change
  return JSON.stringify({
    ...sample,
    deployment_status: { ...sample.deployment_status, state, environment, created_at: at },
    deployment: {
      ...sample.deployment,
      id,
      ref: "v1.0.0",
      created_at: "2026-11-20T10:00:00Z",
      ...change.deployment,
    },
    repository: { ...sample.repository, name: application },
  })
}

const post = (body: string, headers: Record<string, string> = {}, caller = anonymous) =>
  callRoute(route, "POST", {
    caller,
    path,
    body,
    headers: { "content-type": "application/json", ...headers },
  })

const deliver = (body: string, headers: Record<string, string> = {}) =>
  post(body, { ...signedHeaders.GITHUB(source.secret, body), ...headers })

const recorded = (application: string) =>
  prismaClient().deployment.findMany({ where: { application }, include: { environment: true } })

async function kept(query: Record<string, string>): Promise<ReceivedRequest[]> {
  await requestBuffer.current?.flush()
  const search = new URLSearchParams(query)
  return (await callRoute(log, "GET", { caller: admin, path: `/api/v1/ingest/log?${search}` })).body
}

describe("POST /ingest/github", () => {
  it("records a deployment under the name of the event source", async () => {
    const { status, body, headers } = await deliver(eventOf("hello", { id: 77 }))
    expect([status, body]).toEqual([201, { outcome: "recorded", deploymentId: expect.any(String) }])
    expect(headers.get("location")).toBe(`/api/v1/platform/deployments/${body.deploymentId}`)
    expect(await recorded("hello")).toMatchObject([
      {
        id: body.deploymentId,
        imageTag: "v1.0.0",
        environment: { name: "dev" },
        status: "DEPLOYED",
        gitCommit: sample.deployment.sha,
        deployedAt: new Date("2026-11-20T10:00:00Z"),
        completedAt: new Date("2026-11-20T10:05:00Z"),
        initiatedBy: "Codertocat",
        recordedBy: "acme on GitHub",
        source: `event-source:${source.id}`,
        externalId: "77",
      },
    ])
    const audit = await prismaClient().auditEntry.findFirst({ where: { subjectId: body.deploymentId } })
    expect(audit).toMatchObject({ actorKind: "event-source", actorName: "acme on GitHub" })
  })

  it("completes a deployment, and ignores the state before that arrives late", async () => {
    const started = await deliver(
      eventOf("ordered", { id: 81, state: "in_progress", at: "2026-11-20T10:01:00Z" }),
    )
    const ended = await deliver(eventOf("ordered", { id: 81 }))
    const lateStart = await deliver(
      eventOf("ordered", { id: 81, state: "queued", at: "2026-11-20T10:00:00Z" }),
    )
    expect([started, ended, lateStart].map(({ status, body }) => [status, body.outcome])).toEqual([
      [201, "recorded"],
      [200, "updated"],
      [200, "updated"],
    ])
    expect(await recorded("ordered")).toMatchObject([
      { status: "DEPLOYED", completedAt: new Date("2026-11-20T10:05:00Z"), attempt: 1 },
    ])
  })

  it("records the success after a failure as the next attempt", async () => {
    await deliver(eventOf("retried", { id: 82, state: "failure" }))
    await deliver(eventOf("retried", { id: 82, at: "2026-11-20T10:09:00Z" }))
    const attempts = (await recorded("retried")).map(({ attempt, status }) => [attempt, status])
    expect(attempts.sort()).toEqual([
      [1, "FAILED"],
      [2, "DEPLOYED"],
    ])
  })

  it.each(["failure", "error"])("ignores the state %s after the success, and says why", async (state) => {
    const application = `succeeded-${state}`
    await deliver(eventOf(application, { id: 200 + state.length }))
    const failure = eventOf(application, { id: 200 + state.length, state, at: "2026-11-20T10:09:00Z" })
    const { status, body } = await deliver(failure)
    expect([status, body]).toEqual([
      200,
      { outcome: "ignored", reason: expect.stringContaining("DEPLOYED cannot change to FAILED") },
    ])
    expect(await recorded(application)).toMatchObject([{ status: "DEPLOYED", attempt: 1 }])
    const [request] = await kept({ outcome: "IGNORED", limit: "1" })
    expect(request).toMatchObject({ detail: body.reason, sent: { application, status: "FAILED" } })
  })

  it("ignores a state of a deployment that was annulled", async () => {
    await deliver(eventOf("annulled", { id: 99, state: "in_progress" }))
    const [deployment] = await recorded("annulled")
    await annulDeployment(systemActor("test"), deployment?.id ?? "", "A test.")
    const { status, body } = await deliver(eventOf("annulled", { id: 99 }))
    expect([status, body.outcome, body.reason]).toEqual([200, "ignored", expect.stringContaining("annulled")])
  })

  it("handles a delivery once, and returns the same response to a repeated delivery", async () => {
    const delivery = { "x-github-delivery": crypto.randomUUID() }
    const body = eventOf("delivered")
    const first = await deliver(body, delivery)
    const second = await deliver(body, delivery)
    expect([second.status, second.body]).toEqual([first.status, first.body])
    expect(second.headers.get("idempotency-replayed")).toBe("true")
    expect(await recorded("delivered")).toHaveLength(1)
  })

  it("records one deployment if its events arrive concurrently", async () => {
    const states = ["queued", "in_progress", "success", "success", "in_progress"]
    const responses = await Promise.all(
      states.map((state) => deliver(eventOf("raced", { id: 83, state, at: "2026-11-20T10:05:00Z" }))),
    )
    expect(responses.map(({ status }) => status).filter((status) => status >= 300)).toEqual([])
    expect(await recorded("raced")).toMatchObject([{ status: "DEPLOYED" }])
  })

  it.each([
    ["a ping", { "x-github-event": "ping" }, /works/],
    ["another event", { "x-github-event": "push" }, /"push"/],
  ])("ignores %s and says why, here and in the log", async (_, headers, reason) => {
    const { status, body } = await deliver(eventOf("other"), headers)
    expect([status, body]).toEqual([200, { outcome: "ignored", reason: expect.stringMatching(reason) }])
    const [request] = await kept({ outcome: "IGNORED", limit: "1" })
    expect(request).toMatchObject({
      eventSource: { id: source.id, name: "acme on GitHub" },
      token: null,
      detail: body.reason,
      sent: {},
      replayable: null,
    })
  })

  it("returns 422 for an event without a state, instead of recording a success", async () => {
    const { status, body } = await deliver(eventOf("stateless").replace('"state":"success"', '"state":null'))
    expect([status, body.errors]).toMatchObject([422, [{ pointer: "/deployment_status/state" }]])
    const [request] = await kept({ application: "stateless" })
    const id = request?.id ?? ""
    const path = `/api/v1/ingest/log/${id}/replay`
    const replayed = await callRoute(replay, "POST", { caller: admin, path, params: { id } })
    expect([replayed.status, replayed.body.errors]).toMatchObject([422, [{ pointer: "/status" }]])
    expect(await recorded("stateless")).toEqual([])
  })

  it("returns 422 with pointers into the payload", async () => {
    const change = { environment: "nowhere", deployment: { ref: "", sha: 5 } }
    const { status, body } = await deliver(eventOf("faulty", change))
    expect([status, body.code]).toEqual([422, "invalid"])
    expect(body.errors.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual([
      "/deployment/ref",
      "/deployment/sha",
      "/deployment_status/environment",
    ])
    const unknown = await deliver(eventOf("faulty", { environment: "nowhere" }))
    expect([unknown.status, unknown.body.code]).toEqual([422, "unknown_environment"])
    expect(unknown.body.errors).toMatchObject([{ pointer: "/deployment_status/environment" }])
  })

  it("keeps what a rejected event says, which an admin replays once the environment exists", async () => {
    await deliver(eventOf("replayed", { id: 91, environment: "europe", state: "in_progress" }))
    const [request] = await kept({ application: "replayed" })
    expect(request).toMatchObject({
      outcome: "REFUSED",
      eventSource: { name: "acme on GitHub" },
      sent: { environment: "europe", imageTag: "v1.0.0", externalId: "91" },
      omitted: [],
      errors: [{ pointer: "/deployment_status/environment" }],
    })
    const id = request?.id ?? ""
    const send = () =>
      callRoute(replay, "POST", { caller: admin, path: `/api/v1/ingest/log/${id}/replay`, params: { id } })
    expect((await send()).status).toBe(422)
    const environment = await prismaClient().environment.create({ data: { name: "europe" } })
    await prismaClient().environmentName.create({
      data: { name: "europe", folded: "europe", environmentId: environment.id, alias: false },
    })
    const { status, body } = await send()
    expect([status, body.status, body.environment]).toEqual([201, "PENDING", "europe"])
    const completed = await deliver(eventOf("replayed", { id: 91, environment: "europe" }))
    expect(completed.body).toEqual({ outcome: "updated", deploymentId: body.id })
  })

  it("records only what the source is limited to", async () => {
    const limited = await newEventSource("GITHUB", { application: "only", environments: ["staging"] })
    const send = (environment: string) => {
      const body = eventOf("named-by-the-event", { environment })
      return post(body, signedHeaders.GITHUB(limited.secret, body))
    }
    expect((await send("dev")).body).toMatchObject({
      code: "unknown_environment",
      detail: expect.stringContaining("This event source can access: staging."),
    })
    expect((await send("staging")).status).toBe(201)
    expect(await recorded("only")).toMatchObject([{ environment: { name: "staging" } }])
  })

  it.each([
    ["no signature", {}],
    ["a signature with another secret", { "x-hub-signature-256": `sha256=${"0".repeat(64)}` }],
  ])("returns 401 for %s, whatever else is sent, and keeps nothing of the body", async (_, headers) => {
    const caller = await tokenCaller(["admin"])
    for (const body of [eventOf("forged"), "not JSON", "\uFEFF{}", "\u0000"]) {
      const { status, body: problem } = await post(
        body,
        { "x-github-event": "deployment_status", ...headers },
        caller,
      )
      expect([status, problem.code]).toEqual([401, "unauthenticated"])
    }
    expect(await recorded("forged")).toEqual([])
    const [request] = await kept({ limit: "1" })
    expect(request).toMatchObject({ route: path, status: 401, sent: {}, eventSource: null })
  })

  it("returns 401 for a source that is disabled", async () => {
    const disabled = await newEventSource("GITHUB")
    const body = eventOf("disabled")
    const headers = signedHeaders.GITHUB(disabled.secret, body)
    await prismaClient().eventSource.update({ where: { id: disabled.id }, data: { disabledAt: new Date() } })
    expect((await post(body, headers)).status).toBe(401)
  })

  it("verifies the raw bytes, and parses only then", async () => {
    const withMark = `\uFEFF${eventOf("marked")}`
    expect((await deliver(withMark)).status).not.toBe(401)
    expect((await deliver("{")).body.code).toBe("malformed")
    expect((await deliver('{"a":1,"a":2}')).status).toBe(422)
    expect(
      (await deliver(eventOf("form"), { "content-type": "application/x-www-form-urlencoded" })).status,
    ).toBe(415)
  })

  it("accepts at most 1 MiB", async () => {
    expect((await deliver(`${eventOf("huge")}${" ".repeat(1024 * 1024)}`)).status).toBe(413)
  })

  it("answers random signed bodies and headers with no 5xx", async () => {
    const header = fc.stringMatching(/^[!-~]{0,40}$/)
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.string({ unit: "binary", maxLength: 60 }),
          fc.json(),
          fc.json().map((text) => text.slice(1)),
        ),
        fc.record({ "x-github-event": header, "x-github-delivery": header }, { requiredKeys: [] }),
        async (body, headers) => {
          expect((await deliver(body, headers)).status).toBeLessThan(500)
        },
      ),
      { numRuns: 60 },
    )
  })
})
