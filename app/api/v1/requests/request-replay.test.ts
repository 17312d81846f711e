import { beforeAll, describe, expect, it } from "vitest"
import { deployments } from "@/app/api/v1/deployments/routes"
import { request, requests, requestReplay as route } from "@/app/api/v1/requests/routes"
import { requestBuffer } from "@/lib/identity/requests/request-state"
import type { ReceivedRequest } from "@/lib/identity/requests/schema"
import { prismaClient } from "@/lib/platform/db/client"
import { Prisma } from "@/lib/platform/db/generated/client"
import { callRoute, type RouteResponse } from "@/tools/testing/call-route"
import { type Caller, sessionCaller, tokenCaller } from "@/tools/testing/callers"

const ledger = "/api/v1/platform/deployments"
let pipeline: Caller
let admin: Caller

beforeAll(async () => {
  pipeline = await tokenCaller(["deployments:write"], { name: "ci" })
  admin = await sessionCaller("ADMIN")
})

const record = (body: unknown, caller = pipeline) =>
  callRoute(deployments, "POST", { caller, path: ledger, body })

/** Sends a deployment that is rejected, and returns its request. */
async function refuse(body: Record<string, unknown>, caller = pipeline): Promise<ReceivedRequest> {
  expect((await record(body, caller)).status).toBeGreaterThanOrEqual(400)
  const list = await find({ limit: "1" })
  if (list[0] === undefined) throw new Error("The request was not kept")
  return list[0]
}

async function find(query: Record<string, string>): Promise<ReceivedRequest[]> {
  await requestBuffer.current?.flush()
  const path = `/api/v1/ingest/log?${new URLSearchParams(query)}`
  return (await callRoute(requests, "GET", { caller: admin, path })).body
}

const read = async (id: string): Promise<ReceivedRequest> =>
  (await callRoute(request, "GET", { caller: admin, path: `/api/v1/ingest/log/${id}`, params: { id } })).body

const replay = (
  id: string,
  body: unknown,
  caller = admin,
  headers: Record<string, string> = {},
): Promise<RouteResponse> =>
  callRoute(route, "POST", { caller, path: `/api/v1/ingest/log/${id}/replay`, params: { id }, body, headers })

describe("POST /ingest/log/{id}/replay", () => {
  it("records the corrected deployment at the time the request arrived, and links both", async () => {
    const { id, at, replayable } = await refuse({
      application: "shop",
      env: "porduction",
      tag: "v1",
      notes: "ok",
    })
    expect(replayable).toEqual({
      application: "shop",
      environment: "porduction",
      imageTag: "v1",
      notes: "ok",
      deployedAt: at,
    })
    const { status, body, headers } = await replay(id, { ...replayable, environment: "prod" })
    expect(status).toBe(201)
    expect(headers.get("location")).toBe(`${ledger}/${body.id}`)
    expect(body).toMatchObject({
      application: "shop",
      environment: "prod",
      imageTag: "v1",
      status: "DEPLOYED",
      deployedAt: at,
      initiatedBy: "ci",
      recordedBy: expect.stringMatching(/^admin-/),
    })
    expect(await read(id)).toMatchObject({
      replayable: null,
      replayed: { by: expect.stringMatching(/^admin-/), deploymentId: body.id },
    })
    expect(await find({ recordId: body.id })).toMatchObject([{ id, outcome: "REFUSED" }])
  })

  it("records it as it was sent without a body, once its environment exists", async () => {
    const { id, at } = await refuse({ application: "unconfigured", imageTag: "v1", environment: "canary" })
    const rejected = await replay(id, undefined)
    expect([rejected.status, rejected.body.code]).toEqual([422, "unknown_environment"])
    const environment = await prismaClient().environment.create({ data: { name: "canary" } })
    await prismaClient().environmentName.create({
      data: { name: "canary", folded: "canary", environmentId: environment.id, alias: false },
    })
    const { status, body } = await replay(id, undefined)
    expect([status, body.environment, body.imageTag, body.deployedAt]).toEqual([201, "canary", "v1", at])
  })

  it("names the faults of what was sent when it is replayed without a body", async () => {
    const { id } = await refuse({ application: "unnamed", environment: "dev" })
    const { status, body } = await replay(id, undefined)
    expect([status, body.errors[0].pointer]).toEqual([422, "/imageTag"])
  })

  it("is audited with the id of the request, in addition to the record", async () => {
    const { id, requestId } = await refuse({ application: "audited", imageTag: "v1", environment: "nowhere" })
    const { body } = await replay(id, { application: "audited", imageTag: "v1", environment: "dev" })
    const entries = await prismaClient().auditEntry.findMany({ where: { subjectId: { in: [id, body.id] } } })
    const details = entries.map(({ action, body }) => [
      action,
      JSON.parse(body).actor.kind,
      JSON.parse(body).detail,
    ])
    expect(details).toContainEqual([
      "request.replayed",
      "user",
      { requestId, token: "ci", deploymentId: body.id },
    ])
    expect(details).toContainEqual(["deployment.recorded", "user", expect.anything()])
  })

  it("lets the pipeline complete the deployment by its externalId", async () => {
    const sent = { application: "continued", environment: "dev", imageTag: "v1", externalId: "run-7" }
    const { id } = await refuse({ ...sent, status: "RUNNING" })
    const { body } = await replay(id, { ...sent, status: "PENDING" })
    const done = await record({ ...sent, status: "DEPLOYED" })
    expect([done.status, done.body.id, done.body.status]).toEqual([200, body.id, "DEPLOYED"])
  })

  it("records once, even if it is replayed several times concurrently", async () => {
    const { id } = await refuse({ application: "raced", imageTag: "v1", environment: "nowhere" })
    const body = { application: "raced", imageTag: "v1", environment: "dev" }
    const responses = await Promise.all(Array.from({ length: 5 }, () => replay(id, body)))
    expect(responses.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409])
    const recorded = responses.find(({ status }) => status === 201)?.body.id
    expect(responses.find(({ status }) => status === 409)?.body).toMatchObject({
      code: "request_replayed",
      deploymentId: recorded,
    })
    expect(await prismaClient().deployment.count({ where: { application: "raced" } })).toBe(1)
  })

  it("returns the stored response for the same Idempotency-Key", async () => {
    const { id } = await refuse({ application: "keyed", imageTag: "v1", environment: "nowhere" })
    const key = { "idempotency-key": crypto.randomUUID() }
    const body = { application: "keyed", imageTag: "v1", environment: "dev" }
    const first = await replay(id, body, admin, key)
    const second = await replay(id, body, admin, key)
    expect([second.status, second.body.id]).toEqual([201, first.body.id])
  })

  it("records nothing and can be replayed when it is rejected again", async () => {
    const { id } = await refuse({ application: "twice", imageTag: "v1", environment: "nowhere" })
    const { status, body } = await replay(id, { application: "twice", imageTag: "a b", environment: "dev" })
    expect([status, body.errors[0].pointer]).toEqual([422, "/imageTag"])
    expect((await read(id)).replayed).toBeNull()
    expect((await replay(id, { application: "twice", imageTag: "v1", environment: "dev" })).status).toBe(201)
  })

  it("records a request with an unknown token as the admin's own", async () => {
    const { id } = await refuse({}, { authorization: "Bearer slw_unknown" })
    const { status, body } = await replay(id, { application: "own", imageTag: "v1", environment: "dev" })
    expect([status, body.initiatedBy]).toEqual([201, expect.stringMatching(/^admin-/)])
  })

  it("returns 409 for a request whose Idempotency-Key was in flight: the first with the key recorded it", async () => {
    const body = { application: "in-flight", imageTag: "v1", environment: "dev" }
    const key = crypto.randomUUID()
    const post = () =>
      callRoute(deployments, "POST", {
        caller: pipeline,
        path: ledger,
        body,
        headers: { "idempotency-key": key },
      })
    expect((await post()).status).toBe(201)
    await prismaClient().idempotentAnswer.updateMany({
      where: { key },
      data: { status: null, recorded: Prisma.DbNull, leaseUntil: new Date(Date.now() + 60_000) },
    })
    expect((await post()).body.code).toBe("idempotency_key_in_flight")
    const [second] = await find({ application: "in-flight" })
    expect(second).toMatchObject({ status: 409, replayable: null })
    const { status, body: response } = await replay(second?.id ?? "", body)
    expect([status, response.code]).toEqual([409, "not_replayable"])
  })

  it("omits values that are kept only in part, and lists them", async () => {
    const { replayable, omitted, at } = await refuse({
      application: "cut",
      imageTag: "a b",
      environment: "dev",
      gitBranch: "main",
      notes: "n ".repeat(2_500),
      runUrl: "https://u:p@ci/x",
      serviceVersions: Object.fromEntries(Array.from({ length: 150 }, (_, n) => [`s${n}`, "1.0"])),
    })
    expect(replayable).toEqual({
      application: "cut",
      imageTag: "a b",
      environment: "dev",
      gitBranch: "main",
      deployedAt: at,
    })
    expect(omitted.toSorted()).toEqual(["notes", "runUrl", "serviceVersions"])
  })

  it.each<[string, Record<string, unknown>, Record<string, unknown>, boolean]>([
    ["the same place and tag", { status: "?" }, {}, true],
    [
      "the same externalId",
      { environment: "nowhere", imageTag: "a b", externalId: "r-1" },
      { externalId: "r-1" },
      true,
    ],
    ["the same run", { imageTag: "a b", runUrl: "https://ci/9" }, { runUrl: "https://ci/9" }, true],
    ["another tag", { status: "?", imageTag: "v2" }, {}, false],
    ["another externalId", { environment: "nowhere", externalId: "r-2" }, { externalId: "r-3" }, false],
    ["another run", { imageTag: "a b", runUrl: "https://ci/7" }, { runUrl: "https://ci/8" }, false],
  ])("returns whether a deployment was recorded since: %s", async (name, mistake, more, isFound) => {
    const right = { application: `since-${name.replaceAll(" ", "-")}`, environment: "Dev", imageTag: "v1" }
    const { id } = await refuse({ ...right, ...mistake })
    expect((await read(id)).recordedSince).toBeNull()
    const { body } = await record({ ...right, ...more })
    await requestBuffer.current?.flush()
    expect((await read(id)).recordedSince).toEqual(
      isFound ? { deploymentId: body.id, at: expect.any(String) } : null,
    )
  })

  it("returns 409 for a request that was accepted", async () => {
    await record({ application: "fine", imageTag: "v1", environment: "dev" })
    const [accepted] = await find({ application: "fine" })
    expect(accepted?.replayable).toBeNull()
    const { status, body } = await replay(accepted?.id ?? "", { imageTag: "v1", environment: "dev" })
    expect([status, body.code]).toEqual([409, "not_replayable"])
  })

  it("returns 404 for a request that is not kept, and 403 for non-admins", async () => {
    const body = { imageTag: "v1", environment: "dev" }
    expect((await replay(crypto.randomUUID(), body)).status).toBe(404)
    expect((await replay(crypto.randomUUID(), body, pipeline)).status).toBe(403)
    expect((await replay(crypto.randomUUID(), body, await sessionCaller("OPERATOR"))).status).toBe(403)
  })
})
