import { beforeAll, describe, expect, it } from "vitest"
import { annotation, freeze as one, freezes as route } from "@/app/api/v1/annotations/routes"
import { gate } from "@/app/api/v1/lanes/routes"
import { prismaClient } from "@/lib/platform/db/client"
import type { Method } from "@/lib/web/http/define-route"
import { callRoute } from "@/tools/testing/call-route"
import { type Caller, tokenCaller } from "@/tools/testing/callers"

const path = "/api/v1/freezes"
let writer: Caller
let ofDev: Caller

beforeAll(async () => {
  writer = await tokenCaller(["deployments:write"])
  ofDev = await tokenCaller(["deployments:write"], { environments: ["dev"] })
})

const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString()
const create = (body: object, caller = writer) => callRoute(route, "POST", { caller, path, body })
const callOne = (
  method: Method,
  id: string,
  more: { body?: object; headers?: Record<string, string> } = {},
) => callRoute(one, method, { caller: writer, path: `${path}/${id}`, params: { id }, ...more })

async function textsOf(query: string, caller = writer): Promise<string[]> {
  const { status, body } = await callRoute(route, "GET", { caller, path: `${path}?${query}` })
  expect(status).toBe(200)
  return body.map(({ text }: { text: string }) => text)
}

async function isAllowed(environment: string, application = "platform"): Promise<boolean> {
  const query = new URLSearchParams({ environment, application, imageTag: "v1" })
  const call = { caller: writer, path: `/api/v1/platform/deployments/gate?${query}` }
  return (await callRoute(gate, "GET", call)).body.allowed
}

describe("POST /freezes", () => {
  it("returns 201 with the freeze, which starts now and is an annotation that blocks the gate", async () => {
    const { status, body, headers } = await create({
      text: "Release day",
      environment: "prod",
      endsAt: inHours(1),
    })
    expect(status).toBe(201)
    expect(body).toMatchObject({
      kind: "FREEZE",
      text: "Release day",
      environment: "prod",
      application: null,
    })
    expect(Date.parse(body.startsAt)).toBeLessThanOrEqual(Date.now())
    expect(headers.get("location")).toBe(`${path}/${body.id}`)
    const same = await callRoute(annotation, "GET", {
      caller: writer,
      path: `/api/v1/platform/annotations/${body.id}`,
      params: { id: body.id },
    })
    expect([same.body, same.headers.get("etag")]).toEqual([body, headers.get("etag")])
    expect([await isAllowed("prod"), await isAllowed("dev")]).toEqual([false, true])
    const ended = await callOne("PATCH", body.id, { body: { endsAt: new Date().toISOString() } })
    expect([ended.status, await isAllowed("prod")]).toEqual([200, true])
  })

  it("returns 422 with a pointer without an end, with one before the start, and for a kind", async () => {
    const pointers = async (body: object) => {
      const response = await create({ text: "Too short", ...body })
      expect(response.status).toBe(422)
      return response.body.errors.map(({ pointer }: { pointer: string }) => pointer)
    }
    expect(await pointers({})).toEqual(["/endsAt"])
    expect(await pointers({ endsAt: null })).toEqual(["/endsAt"])
    expect(await pointers({ endsAt: inHours(-1) })).toEqual(["/endsAt"])
    expect(await pointers({ endsAt: inHours(1), kind: "NOTE" })).toEqual(["/kind"])
  })

  it("returns 403 for all environments to a token limited to some", async () => {
    const everywhere = await create({ text: "All", endsAt: inHours(1) }, ofDev)
    expect([everywhere.status, everywhere.body.code]).toEqual([403, "token_limited"])
  })
})

describe("GET /freezes", () => {
  beforeAll(async () => {
    await prismaClient().annotation.deleteMany()
    const freeze = (text: string, start: number, end: number, more = {}) =>
      create({ text, startsAt: inHours(start), endsAt: inHours(end), ...more })
    await freeze("past", -5, -4)
    await freeze("active", -3, 3, { environment: "prod" })
    await freeze("upcoming", 4, 5, { application: "search" })
    const at = new Date()
    await prismaClient().annotation.create({
      data: { kind: "NOTE", text: "no freeze", startsAt: at, createdBy: "a" },
    })
  })

  it("returns only freezes, latest start first, by state, environment and application", async () => {
    expect(await textsOf("")).toEqual(["upcoming", "active", "past"])
    expect(await textsOf("state=ACTIVE")).toEqual(["active"])
    expect(await textsOf("state=UPCOMING")).toEqual(["upcoming"])
    expect(await textsOf("state=PAST")).toEqual(["past"])
    expect(await textsOf("environment=dev")).toEqual(["upcoming", "past"])
    expect(await textsOf("application=platform&state=ACTIVE")).toEqual(["active"])
    expect(await textsOf("limit=1")).toEqual(["upcoming"])
    expect(await textsOf("", ofDev)).toEqual(["upcoming", "past"])
  })
})

describe("/freezes/{id}", () => {
  it("updates and removes a freeze with If-Match", async () => {
    const { body, headers } = await create({ text: "Short", endsAt: inHours(1) })
    const outdated = { "if-match": '"outdated"' }
    expect((await callOne("PATCH", body.id, { body: { text: "Long" }, headers: outdated })).status).toBe(412)
    const current = { "if-match": headers.get("etag") ?? "" }
    const changed = await callOne("PATCH", body.id, { body: { text: "Long" }, headers: current })
    expect(changed.body).toEqual({ ...body, text: "Long" })
    expect((await callOne("DELETE", body.id, { headers: current })).status).toBe(412)
    expect((await callOne("DELETE", body.id)).status).toBe(204)
    expect((await callOne("GET", body.id)).status).toBe(404)
  })

  it("returns 404 for an annotation of another kind", async () => {
    const { id } = await prismaClient().annotation.findFirstOrThrow({ where: { kind: "NOTE" } })
    for (const method of ["GET", "DELETE"] as const) expect((await callOne(method, id)).status).toBe(404)
    expect((await callOne("PATCH", id, { body: { text: "Mine" } })).status).toBe(404)
  })
})
