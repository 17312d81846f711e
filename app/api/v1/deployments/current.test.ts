import { beforeAll, describe, expect, it } from "vitest"
import { removals, current as route } from "@/app/api/v1/deployments/routes"
import { prismaClient } from "@/lib/platform/db/client"
import { callRoute } from "@/tools/testing/call-route"
import { anonymous, type Caller, tokenCaller } from "@/tools/testing/callers"
import { recordAll } from "@/tools/testing/record-all"

const path = "/api/v1/platform/deployments/current"
const at = (minute: number) => `2026-02-12T10:0${minute}:00Z`
let caller: Caller

beforeAll(async () => {
  caller = await tokenCaller(["deployments:write"])
  await recordAll(
    {
      environment: "dev",
      imageTag: "v1.0.0",
      deployedAt: at(0),
      gitCommit: "abc1234",
      gitBranch: "main",
      acrRegistry: "acme.azurecr.io",
      initiatedBy: "Ada",
      serviceVersions: { web: "1.2.3" },
    },
    { environment: "dev", imageTag: "v1.1.0", deployedAt: at(1), status: "FAILED" },
    { environment: "dev", imageTag: "v1.2.0", deployedAt: at(2), status: "PENDING" },
    { environment: "dev", imageTag: "v1.3.0", deployedAt: at(3), status: "ROLLED_BACK" },
    { environment: "staging", imageTag: "v0.9.0", deployedAt: at(4) },
    { environment: "staging", application: "search", imageTag: "s1", deployedAt: at(5) },
  )
})

function current(query: string, as = caller, headers: Record<string, string> = {}) {
  return callRoute(route, "GET", { caller: as, path: `${path}?${query}`, headers })
}

describe("GET /current", () => {
  it("returns 200 with the newest DEPLOYED record and its actor", async () => {
    const { status, body } = await current("environment=dev&application=platform")
    expect(status).toBe(200)
    expect(body).toEqual({
      application: "platform",
      environment: "dev",
      imageTag: "v1.0.0",
      isVersioned: true,
      acrRegistry: "acme.azurecr.io",
      gitCommit: "abc1234",
      gitBranch: "main",
      serviceVersions: { web: "1.2.3" },
      deployedAt: at(0),
      deployedBy: "Ada",
      deploymentId: expect.any(String),
    })
  })

  it("returns 200 with the newest of all applications and environments when none is specified", async () => {
    expect((await current("environment=stage")).body.imageTag).toBe("s1")
    expect((await current("")).body.imageTag).toBe("s1")
    expect((await current("application=platform")).body.imageTag).toBe("v0.9.0")
  })

  it("returns 200 with the newest that a limited token can see", async () => {
    const limited = await tokenCaller(["deployments:read"], { environments: ["dev"] })
    expect((await current("", limited)).body.imageTag).toBe("v1.0.0")
  })

  it("returns 200 even when many newer deployments failed", async () => {
    const lane = { environment: "prod", application: "steady" }
    await recordAll({ ...lane, imageTag: "s1", deployedAt: "2026-01-01T00:00:00Z" })
    await prismaClient().$executeRaw`
      INSERT INTO deployment (id, application, environment_id, image_tag, status, deployed_at, initiated_by, source,
        recorded_by)
      SELECT gen_random_uuid(), 'shaky', id, 'f', 'FAILED', '2026-01-02T00:00:00Z', 'test', 'test', 'test'
      FROM environment, generate_series(1, 300) WHERE name = 'prod'`
    expect((await current("environment=prod")).body.imageTag).toBe("s1")
  })

  it("returns 304 while nothing else was deployed", async () => {
    const { headers } = await current("environment=dev")
    const etag = headers.get("etag") ?? ""
    expect((await current("environment=dev", caller, { "if-none-match": etag })).status).toBe(304)
  })

  it("returns 404 when nothing was ever deployed", async () => {
    expect((await current("environment=prod&application=search")).status).toBe(404)
    expect((await current("application=unheard-of")).status).toBe(404)
  })

  it("returns 404 after a removal until the application is deployed again", async () => {
    const lane = { application: "gone", environment: "dev" }
    await recordAll({ ...lane, imageTag: "g1", deployedAt: at(0) })
    const query = "application=gone&environment=dev"
    await callRoute(removals, "POST", { caller, path, body: { ...lane, removedAt: at(1) } })
    expect((await current(query)).status).toBe(404)
    await recordAll({ ...lane, imageTag: "g2", deployedAt: at(2) })
    expect((await current(query)).body.imageTag).toBe("g2")
  })
})

describe("GET /current with an invalid request", () => {
  it("returns 401, 403 and 422", async () => {
    expect((await current("", anonymous)).status).toBe(401)
    const limited = await tokenCaller(["deployments:read"], { environments: ["dev"] })
    expect((await current("environment=prod", limited)).status).toBe(422)
    expect((await current("environment=nowhere")).status).toBe(422)
    expect((await current("app=platform")).status).toBe(422)
  })
})
