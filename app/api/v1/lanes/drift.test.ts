import { beforeAll, describe, expect, it } from "vitest"
import { drift as route } from "@/app/api/v1/lanes/routes"
import { callRoute } from "@/tools/testing/call-route"
import { anonymous, type Caller, tokenCaller } from "@/tools/testing/callers"
import { recordAll } from "@/tools/testing/record-all"

let reader: Caller

beforeAll(async () => {
  reader = await tokenCaller(["deployments:read"])
  await recordAll(
    { environment: "dev", imageTag: "v1.0.0", deployedAt: "2026-02-01T10:00:00Z" },
    { environment: "staging", imageTag: "v1.0.0", deployedAt: "2026-02-02T10:00:00Z" },
    { environment: "dev", imageTag: "v1.1.0", deployedAt: "2026-02-03T10:00:00Z" },
    { environment: "dev", imageTag: "v2.0.0", deployedAt: "2026-02-04T10:00:00Z" },
    { environment: "prod", imageTag: "v1.0.0", deployedAt: "2026-02-05T10:00:00Z", application: "search" },
  )
})

function drift(query = "", caller = reader) {
  return callRoute(route, "GET", { caller, path: `/api/v1/platform/deployments/drift${query}` })
}

describe("GET /deployments/drift", () => {
  it("returns 200 with a row per application and a cell per environment, in rank order", async () => {
    const { status, body } = await drift("?at=2026-02-10T10:00:00Z")
    expect(status).toBe(200)
    expect(body.environments).toEqual(["dev", "staging", "prod"])
    expect(body.applications).toMatchObject([
      {
        application: "platform",
        inSync: false,
        cells: [
          { environment: "dev", imageTag: "v2.0.0", deployedAt: "2026-02-04T10:00:00Z", behind: null },
          { environment: "staging", imageTag: "v1.0.0", behind: { versions: 2, days: 7, semver: "major" } },
          { environment: "prod", imageTag: null, deployedAt: null, deploymentId: null, behind: null },
        ],
      },
      { application: "search", inSync: true },
    ])
  })

  it("returns 200 for a point in time", async () => {
    const { body } = await drift("?at=2026-02-02T12:00:00%2B01:00")
    expect(body.applications).toMatchObject([{ application: "platform", inSync: true }])
  })

  it("returns 200 with only its own environments for a limited token", async () => {
    const limited = await tokenCaller(["deployments:read"], { environments: ["staging"] })
    const { body } = await drift("", limited)
    expect(body.environments).toEqual(["staging"])
    expect(body.applications).toMatchObject([
      { application: "platform", inSync: true, cells: [{ behind: null }] },
    ])
  })

  it("returns 401 for anonymous callers", async () => {
    expect((await drift("", anonymous)).status).toBe(401)
  })

  it("returns 403 for a token without deployments:read", async () => {
    expect((await drift("", await tokenCaller(["releases:read"]))).status).toBe(403)
  })

  it("returns 422 for a time without an offset, and for an unknown parameter", async () => {
    expect((await drift("?at=2026-02-10T10:00:00")).body.errors[0].pointer).toBe("/at")
    expect((await drift("?att=2026-02-10T10:00:00Z")).body.errors[0].message).toContain('Did you mean "at"?')
  })
})
