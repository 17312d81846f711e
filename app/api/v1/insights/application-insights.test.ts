import { beforeAll, describe, expect, it } from "vitest"
import { deployments } from "@/app/api/v1/deployments/routes"
import { applicationInsights as applications } from "@/app/api/v1/insights/routes"
import { callRoute } from "@/tools/testing/call-route"
import { type Caller, tokenCaller } from "@/tools/testing/callers"

const path = "/api/v1/platform/deployments"
const window = "from=2026-03-01T00:00:00Z&to=2026-04-01T00:00:00Z"
let caller: Caller

const compare = (query: string, by = caller) =>
  callRoute(applications, "GET", { caller: by, path: `${path}/insights/applications?${query}` })

async function record(application: string, environment: string, status: string, day: string) {
  const body = { application, environment, status, imageTag: `v${day}`, deployedAt: `2026-${day}T10:00:00Z` }
  await callRoute(deployments, "POST", { caller, path, body })
}

beforeAll(async () => {
  caller = await tokenCaller(["deployments:read", "deployments:write"])
  await record("web", "prod", "DEPLOYED", "03-02")
  await record("web", "prod", "FAILED", "03-10")
  await record("web", "dev", "DEPLOYED", "03-12")
  await record("api", "prod", "DEPLOYED", "02-20")
  await record("old", "prod", "DEPLOYED", "01-02")
})

describe("GET /insights/applications", () => {
  it("returns each application with a record in the window or the one before, by name", async () => {
    const { body } = await compare(`${window}&environment=prod`)
    expect(body).toMatchObject({ environment: "prod", bucket: "week", timeZone: "UTC" })
    expect(body.applications).toMatchObject([
      { application: "api", totals: { reached: 0 }, previous: { reached: 1 } },
      { application: "web", totals: { reached: 1, failed: 1 }, previous: { reached: 0 } },
    ])
    const [, web] = body.applications
    expect(web.trend.reduce((sum: number, count: number) => sum + count, 0)).toBe(1)
  })

  it("counts every environment when none is specified", async () => {
    const { body } = await compare(window)
    expect(body.applications.at(-1)).toMatchObject({ application: "web", totals: { reached: 2 } })
  })

  it("compares with another window or environment, including applications with records only there", async () => {
    const { body } = await compare(`${window}&environment=prod&compareFrom=2026-01-01&compareTo=2026-02-28`)
    expect(body.comparison).toEqual({
      environment: "prod",
      from: "2026-01-01T00:00:00Z",
      to: "2026-03-01T00:00:00Z",
    })
    expect(body.applications).toMatchObject([
      { application: "api", totals: { reached: 0 }, comparison: { reached: 1 } },
      { application: "old", totals: { reached: 0 }, comparison: { reached: 1 } },
      { application: "web", totals: { reached: 1 }, comparison: { reached: 0 } },
    ])
    const comparedEnvironments = await compare(`${window}&environment=prod&compareEnvironment=dev`)
    expect(comparedEnvironments.body.comparison.environment).toBe("dev")
    expect(comparedEnvironments.body.applications.at(-1)).toMatchObject({
      application: "web",
      comparison: { reached: 1, failed: 0 },
    })
    expect((await compare(`${window}&compareApplication=api`)).status).toBe(422)
  })

  it("compares with nothing unless requested", async () => {
    const { body } = await compare(`${window}&environment=prod`)
    expect(body.comparison).toBeNull()
    expect(body.applications[0].comparison).toBeNull()
  })

  it("rejects a trend with too many buckets, and an application", async () => {
    const manyBuckets = await compare("from=2020-01-01&to=2026-01-01&bucket=day")
    expect(manyBuckets.status).toBe(422)
    expect(manyBuckets.body.errors).toMatchObject([{ pointer: "/bucket" }])
    expect((await compare("application=web")).status).toBe(422)
  })

  it("omits environments that a limited token cannot see", async () => {
    const limited = await tokenCaller(["deployments:read"], { environments: ["dev"] })
    const { body } = await compare(window, limited)
    expect(body.applications).toMatchObject([{ application: "web", totals: { reached: 1, failed: 0 } }])
  })
})
