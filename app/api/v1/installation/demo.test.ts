import { beforeAll, describe, expect, it } from "vitest"
import { demo as route } from "@/app/api/v1/installation/routes"
import { ensureDemoData } from "@/lib/console/demo/ensure-demo-data"
import { prismaClient } from "@/lib/platform/db/client"
import { callRoute } from "@/tools/testing/call-route"
import { anonymous, sessionCaller, tokenCaller } from "@/tools/testing/callers"

const path = "/api/v1/demo"
const db = prismaClient()

beforeAll(ensureDemoData)

describe("GET /demo", () => {
  it("returns 200 with whether there is demo data, for any signed-in user", async () => {
    const { status, body } = await callRoute(route, "GET", { caller: await sessionCaller("VIEWER"), path })
    expect(status).toBe(200)
    expect(body).toEqual({ present: true })
  })

  it("returns 401 for anonymous callers", async () => {
    expect((await callRoute(route, "GET", { caller: anonymous, path })).status).toBe(401)
  })
})

describe("DELETE /demo", () => {
  it("returns 403 for an operator and a pipeline, and changes nothing", async () => {
    for (const caller of [await sessionCaller("OPERATOR"), await tokenCaller(["deployments:write"])]) {
      expect((await callRoute(route, "DELETE", { caller, path })).status).toBe(403)
    }
    expect(await db.deployment.count()).toBeGreaterThan(0)
  })

  it("returns 204 for an admin after removing the demo data, and again when there is none", async () => {
    const caller = await sessionCaller("ADMIN")
    expect((await callRoute(route, "DELETE", { caller, path })).status).toBe(204)
    expect(await db.deployment.count()).toBe(0)
    expect((await callRoute(route, "DELETE", { caller, path })).status).toBe(204)
    expect((await callRoute(route, "GET", { caller, path })).body).toEqual({ present: false })
    expect(await db.auditEntry.count({ where: { action: "demo.removed" } })).toBe(1)
  })
})
