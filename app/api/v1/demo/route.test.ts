import { beforeAll, describe, expect, it } from "vitest"
import { ensureDemoData } from "@/lib/console/demo/ensure-demo-data"
import { prismaClient } from "@/lib/platform/db/client"
import { callRoute } from "@/tools/testing/call-route"
import { nobody, sessionCaller, tokenCaller } from "@/tools/testing/callers"
import * as route from "./route"

const path = "/api/v1/demo"
const db = prismaClient()

beforeAll(ensureDemoData)

describe("GET /demo", () => {
  it("answers 200 with whether demo data are there, to anybody who is signed in", async () => {
    const { status, body } = await callRoute(route, "GET", { caller: await sessionCaller("VIEWER"), path })
    expect(status).toBe(200)
    expect(body).toEqual({ present: true })
  })

  it("answers 401 to nobody in particular", async () => {
    expect((await callRoute(route, "GET", { caller: nobody, path })).status).toBe(401)
  })
})

describe("DELETE /demo", () => {
  it("answers 403 to an operator and to a pipeline, and changes nothing", async () => {
    for (const caller of [await sessionCaller("OPERATOR"), await tokenCaller(["deployments:write"])]) {
      expect((await callRoute(route, "DELETE", { caller, path })).status).toBe(403)
    }
    expect(await db.deployment.count()).toBeGreaterThan(0)
  })

  it("answers 204 to an admin when it has removed them, and again when there are none", async () => {
    const caller = await sessionCaller("ADMIN")
    expect((await callRoute(route, "DELETE", { caller, path })).status).toBe(204)
    expect(await db.deployment.count()).toBe(0)
    expect((await callRoute(route, "DELETE", { caller, path })).status).toBe(204)
    expect((await callRoute(route, "GET", { caller, path })).body).toEqual({ present: false })
    expect(await db.auditEntry.count({ where: { action: "demo.removed" } })).toBe(1)
  })
})
