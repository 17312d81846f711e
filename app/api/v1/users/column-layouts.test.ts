import { beforeEach, describe, expect, it } from "vitest"
import { columnLayouts as layouts, columnLayout as one } from "@/app/api/v1/users/routes"
import { prismaClient } from "@/lib/platform/db/client"
import { callRoute } from "@/tools/testing/call-route"
import { type Caller, sessionOf } from "@/tools/testing/callers"

const path = "/api/v1/users/me/layouts"
const layout = { order: ["status", "imageTag"], shown: { notes: true }, widths: { imageTag: 240 } }
let ada: Caller
let grace: Caller

async function user(name: string): Promise<Caller> {
  const data = { email: `${name}-${crypto.randomUUID()}@example.test`, name, role: "VIEWER" as const }
  return sessionOf(await prismaClient().user.create({ data }))
}

beforeEach(async () => {
  ;[ada, grace] = [await user("Ada"), await user("Grace")]
})

const ofList = (method: "PUT" | "DELETE", caller: Caller, list: string, body?: unknown) =>
  callRoute(one, method, { caller, path: `${path}/${list}`, params: { list }, body })
const read = async (caller: Caller) => (await callRoute(layouts, "GET", { caller, path })).body

describe("Column layouts", () => {
  it("belong to one user, one for each list, and can be replaced and deleted", async () => {
    expect((await ofList("PUT", ada, "history", layout)).status).toBe(200)
    await ofList("PUT", ada, "releases", layout)
    expect(await read(ada)).toEqual({ history: layout, releases: layout })
    expect(await read(grace)).toEqual({})
    await ofList("PUT", ada, "history", { only: ["imageTag"] })
    expect((await ofList("DELETE", grace, "history")).status).toBe(204)
    expect((await ofList("DELETE", ada, "releases")).status).toBe(204)
    expect(await read(ada)).toEqual({ history: { only: ["imageTag"] } })
  })

  it("return 422 for an invalid layout, and 404 for an invalid list name", async () => {
    for (const body of [
      { order: "x" },
      { widths: { imageTag: "wide" } },
      { order: Array(101).fill("a") },
      { x: 1 },
    ]) {
      expect((await ofList("PUT", ada, "history", body)).status).toBe(422)
    }
    expect((await ofList("PUT", ada, "No list", layout)).status).toBe(404)
  })
})
