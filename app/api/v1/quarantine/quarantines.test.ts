import { beforeAll, describe, expect, it } from "vitest"
import { gate } from "@/app/api/v1/lanes/routes"
import { quarantine as one, quarantines as route } from "@/app/api/v1/quarantine/routes"
import { prismaClient } from "@/lib/platform/db/client"
import { callRoute } from "@/tools/testing/call-route"
import { type Caller, sessionCaller, tokenCaller } from "@/tools/testing/callers"

const path = "/api/v1/quarantine"
let operator: Caller
let viewer: Caller

beforeAll(async () => {
  operator = await tokenCaller(["releases:write"], { name: "Ann" })
  viewer = await sessionCaller("VIEWER")
})

const create = (body: object, caller = operator) => callRoute(route, "POST", { caller, path, body })
const get = (id: string, headers = {}) =>
  callRoute(one, "GET", { caller: viewer, path: `${path}/${id}`, params: { id }, headers })
const lift = (id: string, query = "", headers = {}) =>
  callRoute(one, "DELETE", { caller: operator, path: `${path}/${id}?${query}`, params: { id }, headers })

async function versionsOf(query: string): Promise<string[]> {
  const { status, body } = await callRoute(route, "GET", { caller: viewer, path: `${path}?${query}` })
  expect(status).toBe(200)
  return body.map((item: { imageTag: string | null; chartVersion: string | null }) =>
    String(item.imageTag ?? item.chartVersion),
  )
}

async function gateOf(imageTag: string, application = "platform") {
  const query = new URLSearchParams({ environment: "dev", imageTag, application })
  const { body } = await callRoute(gate, "GET", {
    caller: viewer,
    path: `/api/v1/platform/deployments/gate?${query}`,
  })
  return [body.allowed, ...body.reasons.map(({ message }: { message: string }) => message)]
}

describe("POST /quarantine", () => {
  it("returns 201 with the quarantine, audited with its author", async () => {
    const { status, body, headers } = await create({ imageTag: "v9.0.0", reason: " Loses writes. " })
    expect(status).toBe(201)
    expect(body).toMatchObject({
      kind: "IMAGE_TAG",
      imageTag: "v9.0.0",
      application: null,
      chartName: null,
      chartVersion: null,
      reason: "Loses writes.",
      createdBy: "Ann",
      liftedAt: null,
    })
    expect(headers.get("location")).toBe(`${path}/${body.id}`)
    const read = await get(body.id)
    expect([read.body, read.headers.get("etag")]).toEqual([body, headers.get("etag")])
    expect((await get(body.id, { "if-none-match": headers.get("etag") })).status).toBe(304)
    const entry = await prismaClient().auditEntry.findFirstOrThrow({ where: { subjectId: body.id } })
    expect(entry).toMatchObject({ action: "quarantine.created", actorName: "Ann" })
  })

  it("returns 409 with the active quarantine of the same version, and creates one when two requests race", async () => {
    const tag = { imageTag: "v9.1.0", application: "search", reason: "It crashes." }
    const responses = await Promise.all([create(tag), create(tag), create({ ...tag, reason: "Other." })])
    expect(responses.map(({ status }) => status).sort()).toEqual([201, 409, 409])
    const created = responses.find(({ status }) => status === 201)
    for (const { body } of responses.filter(({ status }) => status === 409))
      expect(body).toMatchObject({ code: "already_quarantined", quarantineId: created?.body.id })
    const chart = { chartName: "nginx", chartVersion: "1.0.0", reason: "It crashes." }
    expect((await create(chart)).status).toBe(201)
    expect((await create(chart)).body).toMatchObject({ code: "already_quarantined" })
    const others = [
      { ...tag, application: null },
      { ...tag, application: "billing" },
      { ...chart, chartVersion: "1.0.1" },
      { ...chart, chartName: "redis" },
    ]
    for (const other of others) expect((await create(other)).status).toBe(201)
  })

  it("returns 422 with a pointer for each invalid field", async () => {
    const pointers = async (body: object) => {
      const response = await create(body)
      expect(response.status, response.text).toBe(422)
      return response.body.errors.map(({ pointer }: { pointer: string }) => pointer)
    }
    const reason = "It crashes."
    expect(await pointers({ reason })).toEqual(["/imageTag"])
    expect(await pointers({ imageTag: "v1", chartName: "nginx", reason })).toEqual(["/imageTag"])
    expect(await pointers({ imageTag: "v1", chartVersion: "1.0.0", reason })).toEqual(["/imageTag"])
    expect(await pointers({ chartName: "nginx", reason })).toEqual(["/chartVersion"])
    expect(await pointers({ chartVersion: "1.0.0", reason })).toEqual(["/chartName"])
    expect(
      await pointers({ chartName: "nginx", chartVersion: "1.0.0", application: "search", reason }),
    ).toEqual(["/application"])
    expect(await pointers({ imageTag: "no tag", reason: " " })).toEqual(["/imageTag", "/reason"])
    expect(await pointers({ imageTag: "v1", reason: "x".repeat(501) })).toEqual(["/reason"])
    expect(await pointers({ chartName: "demo/nginx", chartVersion: "1.x", reason })).toEqual([
      "/chartName",
      "/chartVersion",
    ])
  })

  it("returns 403 to viewers and to tokens that are limited to environments or tenants", async () => {
    const body = { imageTag: "v9.2.0", reason: "It crashes." }
    expect((await create(body, viewer)).body.code).toBe("missing_scope")
    const ofDev = await tokenCaller(["releases:write"], { environments: ["dev"] })
    expect((await create(body, ofDev)).body.code).toBe("token_limited")
    const ofTenant = await tokenCaller(["releases:write"], {
      tenants: ["01900000-0000-7000-8000-000000000000"],
    })
    expect((await create(body, ofTenant)).body.code).toBe("token_limited")
  })
})

describe("a quarantined tag", () => {
  it("is blocked by the gate in its application, or in all, until it is lifted", async () => {
    const { id } = (await create({ imageTag: "v8.0.0", application: "search", reason: "It crashes" })).body
    const blocked = [false, "v8.0.0 is quarantined by Ann: It crashes."]
    expect(await gateOf("v8.0.0", "search")).toEqual(blocked)
    expect(await gateOf("v8.0.0", "billing")).toEqual([true])
    expect(await gateOf("v8.0.1", "search")).toEqual([true])
    const all = (await create({ imageTag: "v8.0.0", reason: "All do" })).body
    expect(await gateOf("v8.0.0", "billing")).toEqual([false, "v8.0.0 is quarantined by Ann: All do."])
    expect((await lift(all.id)).status).toBe(200)
    expect(await gateOf("v8.0.0", "search")).toEqual(blocked)
    expect((await lift(id)).status).toBe(200)
    expect(await gateOf("v8.0.0", "search")).toEqual([true])
  })
})

describe("DELETE /quarantine/{id}", () => {
  it("lifts the quarantine with a reason and keeps it; again it changes nothing", async () => {
    const { body, headers } = await create({ imageTag: "v7.0.0", reason: "It crashes." })
    expect((await lift(body.id, "", { "if-match": '"outdated"' })).status).toBe(412)
    const lifted = await lift(body.id, "reason=Fixed+upstream", { "if-match": headers.get("etag") })
    expect(lifted.status).toBe(200)
    expect(lifted.body).toEqual({
      ...body,
      liftedAt: expect.any(String),
      liftedBy: "Ann",
      liftReason: "Fixed upstream",
    })
    expect((await lift(body.id, "reason=Again")).body).toEqual(lifted.body)
    expect((await get(body.id)).body).toEqual(lifted.body)
    const entries = await prismaClient().auditEntry.findMany({ where: { subjectId: body.id } })
    expect(entries.map(({ action }) => action).sort()).toEqual(["quarantine.created", "quarantine.lifted"])
    expect((await create({ imageTag: "v7.0.0", reason: "Again." })).status).toBe(201)
  })

  it("is recorded once when two requests lift it concurrently", async () => {
    const { id } = (await create({ imageTag: "v7.1.0", reason: "It crashes." })).body
    const [first, second] = await Promise.all([lift(id, "reason=One"), lift(id, "reason=Two")])
    expect(second?.body).toEqual(first?.body)
    expect(
      await prismaClient().auditEntry.count({ where: { subjectId: id, action: "quarantine.lifted" } }),
    ).toBe(1)
  })

  it("returns 404 for an unknown one", async () => {
    const unknown = "01900000-0000-7000-8000-000000000000"
    expect((await get(unknown)).status).toBe(404)
    expect((await lift(unknown)).status).toBe(404)
  })
})

describe("GET /quarantine", () => {
  beforeAll(async () => {
    await prismaClient().quarantine.deleteMany()
    const { id } = (await create({ imageTag: "v1", reason: "Loses writes." })).body
    await create({ imageTag: "v2", application: "search", reason: "It crashes." })
    await create({ chartName: "nginx", chartVersion: "1.0.0", reason: "It crashes." })
    await lift(id)
  })

  it("returns the newest first, by kind, state, version or a text", async () => {
    expect(await versionsOf("")).toEqual(["1.0.0", "v2", "v1"])
    expect(await versionsOf("kind=IMAGE_TAG")).toEqual(["v2", "v1"])
    expect(await versionsOf("kind=CHART_VERSION")).toEqual(["1.0.0"])
    expect(await versionsOf("active=true")).toEqual(["1.0.0", "v2"])
    expect(await versionsOf("active=false")).toEqual(["v1"])
    expect(await versionsOf("imageTag=v1")).toEqual(["v1"])
    expect(await versionsOf("chartName=nginx")).toEqual(["1.0.0"])
    expect(await versionsOf("q=NGI")).toEqual(["1.0.0"])
    expect(await versionsOf("q=sear")).toEqual(["v2"])
    expect(await versionsOf("q=crashes")).toEqual(["1.0.0", "v2"])
    expect(await versionsOf("q=%25")).toEqual([])
  })

  it("returns pages", async () => {
    const first = await callRoute(route, "GET", { caller: viewer, path: `${path}?limit=2` })
    const next = first.headers.get("link")?.match(/\?([^>]*)>/)?.[1] ?? ""
    expect(await versionsOf(next)).toEqual(["v1"])
  })
})
