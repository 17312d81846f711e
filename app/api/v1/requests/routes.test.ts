import { beforeAll, describe, expect, it } from "vitest"
import { POST as unknown } from "@/app/api/[[...path]]/route"
import { deployment, deployments, tagRollback } from "@/app/api/v1/deployments/routes"
import { releases as installs } from "@/app/api/v1/releases/routes"
import { request as one, requests as route } from "@/app/api/v1/requests/routes"
import { requestBuffer } from "@/lib/identity/requests/request-state"
import type { ReceivedRequest } from "@/lib/identity/requests/schema"
import { prismaClient } from "@/lib/platform/db/client"
import { callRoute } from "@/tools/testing/call-route"
import { anonymous, type Caller, sessionCaller, tokenCaller } from "@/tools/testing/callers"

const ledger = "/api/v1/platform/deployments"
let pipeline: Caller
let admin: Caller

beforeAll(async () => {
  pipeline = await tokenCaller(["deployments:write", "releases:write"], { name: "ci" })
  admin = await sessionCaller("ADMIN")
})

const record = (body: unknown, caller = pipeline, headers: Record<string, string> = {}) =>
  callRoute(deployments, "POST", { caller, path: ledger, body, headers })

async function list(query: Record<string, string>, caller = admin) {
  await requestBuffer.current?.flush()
  return callRoute(route, "GET", { caller, path: `/api/v1/ingest/log?${new URLSearchParams(query)}` })
}

/** The requests that match, newest first. */
async function findRequests(query: Record<string, string>): Promise<ReceivedRequest[]> {
  const { status, body } = await list(query)
  expect(status).toBe(200)
  return body
}

/** The only request about this application. */
async function only(application: string): Promise<ReceivedRequest> {
  const [request, ...others] = await findRequests({ application })
  expect(others).toEqual([])
  if (request === undefined) throw new Error(`No request about ${application} was kept`)
  return request
}

describe("GET /ingest/log", () => {
  it("keeps a recorded deployment with what was sent and created", async () => {
    const { body, headers } = await record(
      { application: "kept", environment: "dev", imageTag: "v1", gitCommit: "ABCDEF12", notes: "hello" },
      pipeline,
      { "x-forwarded-for": "192.0.2.7" },
    )
    expect(await only("kept")).toEqual({
      id: expect.any(String),
      at: expect.any(String),
      token: { id: expect.any(String), name: "ci" },
      eventSource: null,
      address: "192.0.2.7",
      method: "POST",
      route: ledger,
      path: ledger,
      status: 201,
      outcome: "ACCEPTED",
      code: null,
      detail: null,
      errors: [],
      durationMs: expect.any(Number),
      requestId: headers.get("x-request-id"),
      sent: {
        application: "kept",
        environment: "dev",
        imageTag: "v1",
        gitCommit: "ABCDEF12",
        notes: "hello",
      },
      omitted: [],
      counts: null,
      operationId: null,
      replayed: null,
      replayable: null,
      recordedSince: null,
      record: { type: "deployment", id: body.id },
    })
  })

  it("keeps the reason why a deployment was rejected, with pointers", async () => {
    await record({ application: "refused", environment: "nowhere", imageTag: "a b", colour: "blue" })
    expect(await only("refused")).toMatchObject({
      status: 422,
      outcome: "REFUSED",
      code: "invalid",
      record: null,
      omitted: ["colour"],
      sent: { environment: "nowhere", imageTag: "a b" },
      errors: expect.arrayContaining([
        { pointer: "/imageTag", message: expect.stringContaining("OCI tag") },
        { pointer: "/colour", message: expect.stringContaining("Unknown field") },
        { pointer: "/environment", message: expect.stringContaining("nowhere") },
      ]),
    })
  })

  it("keeps a repeated Idempotency-Key with the record of the original request", async () => {
    const key = { "idempotency-key": crypto.randomUUID() }
    const body = { application: "again", environment: "dev", imageTag: "v1" }
    const first = await record(body, pipeline, key)
    await record(body, pipeline, key)
    expect(await findRequests({ application: "again" })).toMatchObject([
      { outcome: "REPEATED", status: 201, record: { id: first.body.id } },
      { outcome: "ACCEPTED", status: 201, record: { id: first.body.id } },
    ])
  })

  it("keeps a body that is not JSON, without its text", async () => {
    const requestId = crypto.randomUUID()
    const headers = { "content-type": "application/json", "x-request-id": requestId }
    await record('{"imageTag": "v1", "password": "hunter2"', pipeline, headers)
    const [request] = await findRequests({ q: requestId })
    expect(request).toMatchObject({ status: 400, code: "malformed", sent: {}, outcome: "REFUSED" })
  })

  it("names the token of a 401 only if it has expired or was revoked", async () => {
    const body = { application: "late", environment: "dev", imageTag: "v1" }
    const revoked = await tokenCaller(["deployments:write"], { name: "revoked ci", revokedAt: new Date() })
    const id = { revoked: crypto.randomUUID(), unknown: crypto.randomUUID() }
    await record(body, revoked, { "x-request-id": id.revoked })
    await record(body, { authorization: "Bearer slw_unknown" }, { "x-request-id": id.unknown })
    expect(await findRequests({ q: id.revoked })).toMatchObject([
      { status: 401, token: { name: "revoked ci" }, code: "unauthenticated", sent: {} },
    ])
    expect(await findRequests({ q: id.unknown, token: "none" })).toMatchObject([{ status: 401, token: null }])
  })

  it("keeps a request with a compressed body, and its caller", async () => {
    const requestId = crypto.randomUUID()
    const headers = { "content-encoding": "gzip", "x-request-id": requestId }
    const response = await record({ imageTag: "v1", environment: "dev" }, pipeline, headers)
    expect([response.status, response.body.detail]).toEqual([415, "Send the body without Content-Encoding."])
    expect(await findRequests({ q: requestId })).toMatchObject([
      { status: 415, token: { name: "ci" }, code: "unsupported_media_type", sent: {} },
    ])
  })

  it("keeps requests with missing scopes, unknown paths and unknown methods", async () => {
    const reader = await tokenCaller(["deployments:read"], { name: "reader" })
    await record({ imageTag: "v1", environment: "dev" }, reader)
    const headers = { ...reader, "content-type": "application/json" }
    const sent = { method: "POST", headers, body: "{}" }
    await unknown(new Request("http://slipway.test/api/v1/deploiments", sent))
    const rows = (await findRequests({})).filter(({ token }) => token?.name === "reader")
    expect(rows.map(({ path, code }) => [path, code])).toEqual([
      ["/api/v1/deploiments", "not_found"],
      [ledger, "missing_scope"],
    ])
    const requestId = crypto.randomUUID()
    await callRoute(deployments, "PUT", {
      caller: reader,
      path: ledger,
      headers: { "x-request-id": requestId },
    })
    expect(await findRequests({ q: requestId })).toMatchObject([
      { method: "PUT", status: 405, outcome: "REFUSED" },
    ])
  })

  it("keeps an update of a deployment with its id", async () => {
    const { body } = await record({ application: "marked", environment: "dev", imageTag: "v-marked" })
    const { id } = body
    await callRoute(deployment, "PATCH", {
      caller: pipeline,
      path: `${ledger}/${id}`,
      params: { id },
      body: { status: "?" },
    })
    const path = `${ledger}/tag/v-marked/rollback`
    await callRoute(tagRollback, "POST", {
      caller: pipeline,
      path,
      params: { imageTag: "v-marked" },
      body: { reason: "slow" },
    })
    expect(await findRequests({ recordId: id })).toMatchObject([
      { path, outcome: "ACCEPTED", sent: { imageTag: "v-marked", reason: "slow" } },
      { method: "PATCH", outcome: "REFUSED", sent: { status: "?" } },
      { method: "POST", status: 201 },
    ])
  })

  it("keeps chart, version and tenant of a Helm request, and never its values", async () => {
    const tenantId = crypto.randomUUID()
    await callRoute(installs, "POST", {
      caller: pipeline,
      path: "/api/v1/helm/releases",
      body: {
        tenantId,
        releaseName: "shop",
        chartName: "shop",
        chartVersion: "1.2.0",
        valuesOverride: { db: { password: "hunter2" }, plain: "hunter3" },
      },
    })
    const rows = await prismaClient().receivedRequest.findMany({ where: { route: "/api/v1/helm/releases" } })
    await requestBuffer.current?.flush()
    const [row] = await prismaClient().receivedRequest.findMany({ where: { route: "/api/v1/helm/releases" } })
    expect(rows.length).toBeLessThanOrEqual(1)
    expect(row).toMatchObject({
      sent: { tenantId, releaseName: "shop", chartName: "shop", chartVersion: "1.2.0" },
      omitted: ["valuesOverride"],
    })
    expect(JSON.stringify(row)).not.toMatch(/hunter/)
  })

  it("keeps no requests of users or anonymous callers, and no reads", async () => {
    const before = await prismaClient().receivedRequest.count()
    const operator = await sessionCaller("OPERATOR")
    await record({ application: "by-hand", environment: "dev", imageTag: "v1" }, operator)
    await record({ application: "by-hand", environment: "dev", imageTag: "v1" }, anonymous)
    await callRoute(route, "GET", { caller: pipeline, path: "/api/v1/ingest/log" })
    await requestBuffer.current?.flush()
    expect(await prismaClient().receivedRequest.count()).toBe(before)
  })

  it("finds by tag, start of a commit, run URL, application, environment, token, outcome, time and id", async () => {
    const runUrl = "https://ci.example.com/runs/77"
    const sent = {
      application: "sought",
      environment: "staging",
      imageTag: "v77",
      gitCommit: "77aabbcc",
      runUrl,
    }
    await record(sent)
    const request = await only("sought")
    const hit = async (query: Record<string, string>) => (await findRequests(query)).map(({ id }) => id)
    const later = new Date(Date.parse(request.at) + 60_000).toISOString()
    for (const q of ["v77", "77aab", runUrl, "sought", request.requestId, request.id])
      expect([q, await hit({ q })]).toEqual([q, [request.id]])
    const searches: Record<string, string>[] = [
      { imageTag: "v77" },
      { commit: "77AA" },
      { runUrl },
      { environment: "Staging" },
      {
        application: "sought",
        outcome: "ACCEPTED",
        token: request.token?.id ?? "",
        from: request.at,
        to: later,
      },
    ]
    for (const query of searches) expect([query, await hit(query)]).toEqual([query, [request.id]])
    const misses: Record<string, string>[] = [
      { outcome: "REFUSED" },
      { token: "none" },
      { from: later },
      { to: request.at },
      { q: "v7" },
    ]
    for (const query of misses)
      expect([query, await hit({ application: "sought", ...query })]).toEqual([query, []])
  })

  it("returns 422 for a window that ends before it starts", async () => {
    const { status, body } = await list({ from: "2026-03-02T00:00:00Z", to: "2026-03-01T00:00:00Z" })
    expect([status, body.errors[0].pointer]).toEqual([422, "/to"])
  })

  it("pages by a cursor", async () => {
    for (const imageTag of ["p1", "p2", "p3"])
      await record({ application: "paged", environment: "dev", imageTag })
    const first = await list({ application: "paged", limit: "2" })
    const next = /<([^>]+)>; rel="next"/.exec(first.headers.get("link") ?? "")?.[1] ?? ""
    const second = await callRoute(route, "GET", { caller: admin, path: next })
    const tags = [...first.body, ...second.body].map((request: ReceivedRequest) => request.sent.imageTag)
    expect(tags).toEqual(["p3", "p2", "p1"])
    expect(second.headers.get("link")).toBeNull()
  })

  it("returns 403 for non-admins", async () => {
    expect((await list({}, pipeline)).status).toBe(403)
    expect((await list({}, await sessionCaller("OPERATOR"))).status).toBe(403)
  })
})

describe("GET /ingest/log/{id}", () => {
  const get = (id: string, caller = admin) =>
    callRoute(one, "GET", { caller, path: `/api/v1/ingest/log/${id}`, params: { id } })

  it("returns the request with its ETag", async () => {
    await record({ application: "single", environment: "dev", imageTag: "v1" })
    const request = await only("single")
    const { body, headers } = await get(request.id)
    expect(body).toEqual(request)
    expect(headers.get("etag")).not.toBeNull()
  })

  it("returns 404 for a request that is not kept, and 403 for non-admins", async () => {
    expect((await get(crypto.randomUUID())).status).toBe(404)
    expect((await get(crypto.randomUUID(), pipeline)).status).toBe(403)
  })
})
