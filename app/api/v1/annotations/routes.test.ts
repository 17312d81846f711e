import { beforeAll, describe, expect, it } from "vitest"
import { annotation as one, annotations as route } from "@/app/api/v1/annotations/routes"
import { prismaClient } from "@/lib/platform/db/client"
import type { Method } from "@/lib/web/http/define-route"
import { callRoute } from "@/tools/testing/call-route"
import { type Caller, tokenCaller } from "@/tools/testing/callers"

const path = "/api/v1/platform/annotations"
let writer: Caller
let ofDev: Caller

beforeAll(async () => {
  writer = await tokenCaller(["deployments:write"])
  ofDev = await tokenCaller(["deployments:write"], { environments: ["dev"] })
})

const freeze = {
  kind: "FREEZE",
  text: "Christmas freeze",
  environment: "prod",
  startsAt: "2026-12-20T00:00:00Z",
  endsAt: "2027-01-04T00:00:00Z",
}

const create = (body: object, caller = writer) => callRoute(route, "POST", { caller, path, body })
const list = (query: string, caller = writer) => callRoute(route, "GET", { caller, path: `${path}?${query}` })
function callOne(
  method: Method,
  id: string,
  more: { body?: object; headers?: Record<string, string>; caller?: Caller } = {},
) {
  return callRoute(one, method, { caller: writer, path: `${path}/${id}`, params: { id }, ...more })
}

async function textsOf(query: string, caller = writer): Promise<string[]> {
  return (await list(query, caller)).body.map(({ text }: { text: string }) => text)
}

describe("POST /annotations", () => {
  it("returns 201 with the annotation, audited with its author", async () => {
    const { status, body, headers } = await create(freeze)
    expect(status).toBe(201)
    expect(body).toMatchObject({ ...freeze, application: null })
    expect(headers.get("location")).toBe(`${path}/${body.id}`)
    const entry = await prismaClient().auditEntry.findFirstOrThrow({ where: { subjectId: body.id } })
    expect(entry).toMatchObject({ action: "annotation.created", actorName: body.createdBy })
  })

  it("returns 422 with a pointer for each invalid field", async () => {
    const pointers = async (change: object) => {
      const { status, body } = await create({ ...freeze, ...change })
      expect(status).toBe(422)
      return body.errors.map(({ pointer }: { pointer: string }) => pointer)
    }
    expect(await pointers({ endsAt: freeze.startsAt, environment: "nowhere" })).toEqual([
      "/environment",
      "/endsAt",
    ])
    expect(await pointers({ endsAt: null })).toEqual(["/endsAt"])
    expect(await pointers({ text: " " })).toEqual(["/text"])
    expect(await pointers({ text: "x".repeat(501), kind: "PARTY" })).toEqual(["/kind", "/text"])
  })

  it("returns 403 for all environments to a token limited to some, which can annotate only those", async () => {
    const everywhere = await create({ ...freeze, environment: null }, ofDev)
    expect([everywhere.status, everywhere.body.code]).toEqual([403, "token_limited"])
    expect((await create({ ...freeze, environment: "dev" }, ofDev)).status).toBe(201)
  })
})

describe("GET /annotations", () => {
  beforeAll(async () => {
    await prismaClient().annotation.deleteMany()
    await create(freeze)
    await create({
      kind: "INCIDENT",
      text: "outage",
      startsAt: "2026-11-03T10:00:00Z",
      endsAt: "2026-11-03T12:00:00Z",
    })
    await create({
      kind: "NOTE",
      text: "team doubled",
      startsAt: "2026-11-02T00:00:00Z",
      application: "search",
    })
    await create({ kind: "NOTE", text: "new cluster", startsAt: "2026-11-01T00:00:00Z", environment: "dev" })
  })

  it("returns annotations that overlap the window, and with any filter also those that apply to all", async () => {
    expect(await textsOf("")).toEqual(["Christmas freeze", "outage", "team doubled", "new cluster"])
    expect(await textsOf("from=2026-11-03T11:00:00Z&to=2026-12-01T00:00:00Z")).toEqual(["outage"])
    expect(await textsOf("from=2026-11-03T12:00:00Z&to=2026-12-20T00:00:00Z")).toEqual([])
    expect(await textsOf("from=2026-11-01T00:00:00Z&to=2026-11-02T00:00:00Z")).toEqual(["new cluster"])
    expect(await textsOf("application=platform")).toEqual(["Christmas freeze", "outage", "new cluster"])
    expect(await textsOf("environment=dev&application=search")).toEqual([
      "outage",
      "team doubled",
      "new cluster",
    ])
  })

  it("returns only annotations of visible environments or of all", async () => {
    expect(await textsOf("", ofDev)).toEqual(["outage", "team doubled", "new cluster"])
  })

  it("returns pages", async () => {
    const first = await list("limit=3")
    const next = first.headers.get("link")?.match(/\?([^>]*)>/)?.[1] ?? ""
    expect(first.body.length).toBe(3)
    expect(await textsOf(next)).toEqual(["new cluster"])
  })
})

describe("/annotations/{id}", () => {
  it("updates and removes an annotation with If-Match, and audits both", async () => {
    const { body, headers } = await create(freeze)
    const { id } = body
    const outdated = { headers: { "if-match": '"outdated"' } }
    expect((await callOne("PATCH", id, { body: { text: "longer" }, ...outdated })).status).toBe(412)
    const current = { headers: { "if-match": headers.get("etag") ?? "" } }
    const changed = await callOne("PATCH", id, {
      body: { kind: "NOTE", text: "longer", endsAt: null },
      ...current,
    })
    expect([changed.status, changed.body]).toEqual([
      200,
      { ...body, kind: "NOTE", text: "longer", endsAt: null },
    ])
    expect((await callOne("DELETE", id, current)).status).toBe(412)
    expect((await callOne("DELETE", id)).status).toBe(204)
    expect((await callOne("GET", id)).status).toBe(404)
    const entries = await prismaClient().auditEntry.findMany({
      where: { subjectId: id },
      orderBy: { id: "asc" },
    })
    expect(entries.map(({ action }) => action)).toEqual([
      "annotation.created",
      "annotation.changed",
      "annotation.removed",
    ])
  })

  it("returns 422 for an end before the existing start", async () => {
    const { id } = (await create(freeze)).body
    const { status, body } = await callOne("PATCH", id, { body: { endsAt: "2026-12-01T00:00:00Z" } })
    expect([status, body.errors[0].pointer]).toEqual([422, "/endsAt"])
  })

  it("returns 403 to a limited token for an annotation of all environments, and 404 for one of another environment", async () => {
    const { id } = (await create({ ...freeze, environment: null })).body
    expect((await callOne("GET", id, { caller: ofDev })).status).toBe(200)
    expect((await callOne("DELETE", id, { caller: ofDev })).status).toBe(403)
    expect((await callOne("PATCH", id, { caller: ofDev, body: { environment: "dev" } })).status).toBe(403)
    const inProd = (await create(freeze)).body
    expect((await callOne("PATCH", inProd.id, { caller: ofDev, body: { text: "mine" } })).status).toBe(404)
  })
})
