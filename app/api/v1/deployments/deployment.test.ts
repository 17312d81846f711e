import { beforeAll, describe, expect, it } from "vitest"
import { deployment as route } from "@/app/api/v1/deployments/routes"
import { prismaClient } from "@/lib/platform/db/client"
import { callRoute } from "@/tools/testing/call-route"
import { anonymous, type Caller, sessionCaller, tokenCaller } from "@/tools/testing/callers"
import { recordAll } from "@/tools/testing/record-all"

const at = (minute: number) => `2026-02-12T10:0${minute}:00Z`
const unknown = "01900000-0000-7000-8000-000000000000"
let pipeline: Caller

beforeAll(async () => {
  pipeline = await tokenCaller(["deployments:write"])
})

function call(method: "GET" | "PATCH", id: string, body?: unknown, headers = {}, caller = pipeline) {
  return callRoute(route, method, { caller, path: `/x/${id}`, params: { id }, body, headers })
}
const get = (id: string, headers = {}, caller = pipeline) => call("GET", id, undefined, headers, caller)
const patch = (id: string, body: unknown, headers = {}, caller = pipeline) =>
  call("PATCH", id, body, headers, caller)

async function recordPending(fields: Record<string, unknown> = {}): Promise<string> {
  const input = { environment: "dev", imageTag: "v1", deployedAt: at(0), status: "PENDING", ...fields }
  const [deployment] = await recordAll(input)
  return deployment?.id ?? ""
}

describe("GET /{id}", () => {
  it("returns 200 with the record, and 304 for a known ETag", async () => {
    const id = await recordPending()
    const { status, body, headers } = await get(id)
    expect([status, body.id]).toEqual([200, id])
    const repeated = await get(id, { "if-none-match": `"other", W/${headers.get("etag")}` })
    expect([repeated.status, repeated.text]).toEqual([304, ""])
  })
})

describe("PATCH /{id}", () => {
  it("returns 200 when completing a deployment without a time", async () => {
    const { body } = await patch(await recordPending(), { status: "DEPLOYED" })
    expect(body.status).toBe("DEPLOYED")
    expect(Date.now() - Date.parse(body.completedAt)).toBeLessThan(10_000)
  })

  it("returns 200 when completing a deployment at a given time, with the duration in milliseconds", async () => {
    const { body } = await patch(await recordPending(), {
      status: "FAILED",
      completedAt: "2026-02-12T12:04:12.500+02:00",
    })
    expect(body).toMatchObject({
      status: "FAILED",
      completedAt: "2026-02-12T10:04:12.500Z",
      durationSeconds: 252.5,
    })
  })

  it("returns 200 when annotating: lowercases a commit, clears a field with null, keeps the rest", async () => {
    const id = await recordPending({
      notes: "begun",
      gitBranch: "main",
      serviceVersions: { web: "1", api: "2" },
    })
    const { body } = await patch(id, { gitCommit: "ABC1234", notes: null, runUrl: "https://ci.test/1" })
    expect(body).toMatchObject({
      gitCommit: "abc1234",
      notes: null,
      gitBranch: "main",
      runUrl: "https://ci.test/1",
    })
    expect((await patch(id, { serviceVersions: null })).body.serviceVersions).toBeNull()
  })

  it("returns 200 without an audit entry when nothing changes", async () => {
    const id = await recordPending({ serviceVersions: { web: "1", api: "2" } })
    const { body } = await get(id)
    const change = { status: "PENDING", serviceVersions: { api: "2", web: "1" } }
    expect((await patch(id, change)).body).toEqual(body)
    expect((await patch(id, {})).body).toEqual(body)
    expect(await prismaClient().auditEntry.count({ where: { subjectId: id } })).toBe(1)
  })

  it("returns 200 when marking as rolled back, with actor and reason", async () => {
    const { body } = await patch(await recordPending(), {
      status: "ROLLED_BACK",
      rollbackReason: "It leaks.",
    })
    expect(body).toMatchObject({ rollbackReason: "It leaks.", rolledBackBy: "test pipeline" })
    expect(body.rolledBackAt).not.toBeNull()
  })

  it("returns 200 when If-Match is the current ETag", async () => {
    const id = await recordPending()
    const { headers } = await get(id)
    const { status, headers: after } = await patch(id, { notes: "x" }, { "if-match": headers.get("etag") })
    expect(status).toBe(200)
    expect(after.get("etag")).toBe((await get(id)).headers.get("etag"))
  })

  it.each([
    ["DEPLOYED", "PENDING"],
    ["DEPLOYED", "FAILED"],
    ["FAILED", "DEPLOYED"],
    ["FAILED", "PENDING"],
    ["ROLLED_BACK", "DEPLOYED"],
    ["ROLLED_BACK", "PENDING"],
    ["ROLLED_BACK", "FAILED"],
  ])("returns 409 for a change from %s to %s, naming both", async (from, to) => {
    const { status, body } = await patch(await recordPending({ status: from }), { status: to })
    expect([status, body.from, body.to]).toEqual([409, from, to])
    expect(body.detail).toMatch(new RegExp(`${from}.*${to}`))
  })

  it("returns 412 when the record has changed since, and changes nothing", async () => {
    const id = await recordPending()
    const etag = (await get(id)).headers.get("etag")
    await patch(id, { notes: "first" })
    const { status, body } = await patch(id, { notes: "second" }, { "if-match": etag })
    expect([status, body.code]).toEqual([412, "precondition_failed"])
    expect((await get(id)).body.notes).toBe("first")
  })

  it("returns 412 for all but one of several concurrent changes", async () => {
    const id = await recordPending()
    const etag = (await get(id)).headers.get("etag")
    const responses = await Promise.all(
      ["a", "b", "c", "d"].map((notes) => patch(id, { notes }, { "if-match": etag })),
    )
    expect(responses.map(({ status }) => status).sort()).toEqual([200, 412, 412, 412])
  })

  it.each([
    [{ completedAt: at(1) }, "/completedAt"],
    [{ status: "DEPLOYED", completedAt: "2026-02-12T09:59:59Z" }, "/completedAt"],
    [{ status: "GONE" }, "/status"],
    [{ rollbackReason: "why" }, "/rollbackReason"],
    [{ runUrl: "javascript:alert(1)" }, "/runUrl"],
    [{ gitCommit: "main" }, "/gitCommit"],
    [{ imageTag: "v2" }, "/imageTag"],
    [{ rolledBackBy: "me" }, "/rolledBackBy"],
    [{ id: unknown }, "/id"],
  ])("returns 422 for %j with a pointer", async (change, pointer) => {
    const { status, body } = await patch(await recordPending(), change)
    expect([status, body.errors[0].pointer]).toEqual([422, pointer])
  })
})

describe("GET and PATCH /{id} without access", () => {
  it("return 401 and 403", async () => {
    const id = await recordPending()
    expect((await get(id, {}, anonymous)).status).toBe(401)
    expect((await patch(id, {}, {}, await sessionCaller("VIEWER"))).status).toBe(403)
  })

  it("return 404 for an unknown record, one that the caller cannot see, and an invalid id", async () => {
    const limited = await tokenCaller(["deployments:write"], { environments: ["prod"] })
    const id = await recordPending()
    for (const response of [
      await get(unknown),
      await get("no-id"),
      await get(id, {}, limited),
      await patch(unknown, {}),
      await patch(id, { notes: "x" }, {}, limited),
    ]) {
      expect([response.status, response.body.code]).toEqual([404, "not_found"])
    }
  })
})
