import { beforeAll, describe, expect, it } from "vitest"
import { changes as route } from "@/app/api/v1/lanes/routes"
import { callRoute } from "@/tools/testing/call-route"
import { anonymous, type Caller, tokenCaller } from "@/tools/testing/callers"
import { recordAll } from "@/tools/testing/record-all"

let reader: Caller

beforeAll(async () => {
  reader = await tokenCaller(["deployments:read"])
  const services = (web: string) => ({ serviceVersions: { web } })
  await recordAll(
    { environment: "dev", imageTag: "v1", deployedAt: "2026-02-01T10:00:00Z", ...services("1") },
    { environment: "prod", imageTag: "v1", deployedAt: "2026-02-01T11:00:00Z" },
    { environment: "prod", imageTag: "v1", deployedAt: "2026-02-03T10:00:00Z" },
    { environment: "dev", imageTag: "v1", deployedAt: "2026-02-03T11:00:00Z", ...services("2") },
    { environment: "staging", imageTag: "v2", deployedAt: "2026-02-04T10:00:00Z" },
  )
})

function changes(query: string, caller = reader) {
  return callRoute(route, "GET", { caller, path: `/api/v1/platform/deployments/changes${query}` })
}

describe("GET /deployments/changes", () => {
  it("returns 200 with new and changed versions, but not the same version deployed again", async () => {
    const { status, body } = await changes("?from=2026-02-02T00:00:00Z&to=2026-02-10T00:00:00Z")
    expect(status).toBe(200)
    expect(body.length).toBe(2)
    expect(body).toContainEqual(
      expect.objectContaining({
        environment: "staging",
        before: null,
        after: expect.objectContaining({ imageTag: "v2" }),
      }),
    )
    expect(body).toContainEqual(
      expect.objectContaining({
        environment: "dev",
        before: expect.objectContaining({ serviceVersions: { web: "1" } }),
        after: expect.objectContaining({ serviceVersions: { web: "2" } }),
      }),
    )
  })

  it("returns 200 with changes until now when no end is given", async () => {
    expect((await changes("?from=2026-01-01T00:00:00Z")).body.length).toBe(3)
  })

  it("returns 200 with only its own environments for a limited token", async () => {
    const limited = await tokenCaller(["deployments:read"], { environments: ["prod"] })
    expect((await changes("?from=2026-01-01T00:00:00Z", limited)).body).toMatchObject([
      { environment: "prod" },
    ])
  })

  it("returns 401 for anonymous callers", async () => {
    expect((await changes("?from=2026-01-01T00:00:00Z", anonymous)).status).toBe(401)
  })

  it("returns 403 for a token without deployments:read", async () => {
    const caller = await tokenCaller(["releases:read"])
    expect((await changes("?from=2026-01-01T00:00:00Z", caller)).status).toBe(403)
  })

  it("returns 422 without a start, and for an end before the start", async () => {
    expect((await changes("")).body.errors[0].pointer).toBe("/from")
    expect((await changes("?from=2026-02-02T00:00:00Z&to=2026-02-01T00:00:00Z")).body.errors[0].pointer).toBe(
      "/to",
    )
    expect((await changes("?from=9990-01-01T00:00:00Z")).body.errors[0].pointer).toBe("/from")
  })
})
