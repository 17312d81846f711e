import { beforeEach, describe, expect, it } from "vitest"
import { savedView as one, savedViews as views } from "@/app/api/v1/users/routes"
import { prismaClient } from "@/lib/platform/db/client"
import { callRoute } from "@/tools/testing/call-route"
import { type Caller, sessionOf } from "@/tools/testing/callers"

const path = "/api/v1/users/me/views"
const failed = { list: "history", name: "Failed in prod", search: "status=FAILED&environment=prod" }
let ada: Caller
let grace: Caller

async function user(name: string): Promise<Caller> {
  const data = { email: `${name}-${crypto.randomUUID()}@example.test`, name, role: "VIEWER" as const }
  return sessionOf(await prismaClient().user.create({ data }))
}

beforeEach(async () => {
  ;[ada, grace] = [await user("Ada"), await user("Grace")]
})

const save = (caller: Caller, body: unknown = failed) => callRoute(views, "POST", { caller, path, body })
const remove = (caller: Caller, id: string) =>
  callRoute(one, "DELETE", { caller, path: `${path}/${id}`, params: { id } })
async function names(caller: Caller, query = ""): Promise<string[]> {
  const { body } = await callRoute(views, "GET", { caller, path: path + query })
  return body.map((view: { name: string }) => view.name)
}

describe("Saved views", () => {
  it("belong to the user who saved them, by list and name, and are audited", async () => {
    const { status, body } = await save(ada)
    expect(status).toBe(201)
    expect(body).toMatchObject(failed)
    await save(ada, { list: "history", name: "All", search: "" })
    await save(ada, { ...failed, list: "releases", name: "Mine" })
    expect(await names(ada)).toEqual(["All", "Failed in prod", "Mine"])
    expect(await names(ada, "?list=history")).toEqual(["All", "Failed in prod"])
    expect(await names(grace)).toEqual([])
    expect(await prismaClient().auditEntry.findMany({ where: { subjectId: body.id } })).toMatchObject([
      { action: "view.created", subjectType: "view" },
    ])
  })

  it("are deleted once: the second of two concurrent requests finds none", async () => {
    const { body } = await save(ada)
    const statuses = (await Promise.all([remove(ada, body.id), remove(ada, body.id)])).map(
      ({ status }) => status,
    )
    expect(statuses.sort()).toEqual([204, 404])
    const where = { subjectId: body.id, action: "view.deleted" }
    expect(await prismaClient().auditEntry.count({ where })).toBe(1)
  })

  it("have unique names: one of two concurrent requests succeeds", async () => {
    const statuses = (await Promise.all([save(ada), save(ada)])).map(({ status }) => status)
    expect(statuses.sort()).toEqual([201, 409])
    expect((await save(grace)).status).toBe(201)
  })

  it("are limited in number, even for concurrent requests", async () => {
    const data = Array.from({ length: 199 }, (_, index) => ({ ...failed, name: `View ${index}` }))
    const { id: userId } = await prismaClient().user.findFirstOrThrow({
      where: { name: "Ada" },
      orderBy: { id: "desc" },
    })
    await prismaClient().savedView.createMany({ data: data.map((view) => ({ ...view, userId })) })
    const responses = await Promise.all([save(ada), save(ada, { ...failed, name: "Another" })])
    expect(responses.map(({ status }) => status).sort()).toEqual([201, 409])
  })

  it("can be deleted only by their owner", async () => {
    const { body } = await save(ada)
    expect((await remove(grace, body.id)).status).toBe(404)
    expect((await remove(ada, body.id)).status).toBe(204)
    expect((await remove(ada, body.id)).status).toBe(404)
    expect(await names(ada)).toEqual([])
  })

  it.each([
    ["/name", { ...failed, name: " " }],
    ["/list", { ...failed, list: "../etc" }],
    ["/search", { ...failed, search: "?status=FAILED#x" }],
    ["/search", { ...failed, search: "q".repeat(4001) }],
    ["/url", { ...failed, url: "https://example.test" }],
  ])("return 422 for %s", async (pointer, body) => {
    const response = await save(ada, body)
    expect(response.status).toBe(422)
    expect(response.body.errors[0].pointer).toBe(pointer)
  })
})
