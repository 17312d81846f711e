import { describe, expect, it } from "vitest"
import { timelineVersions as versionsRoute } from "@/app/api/v1/insights/routes"
import { systemActor } from "@/lib/identity/auth/actor"
import { recordDeployment } from "@/lib/ledger/deployments/record-deployment"
import { recordDeploymentSchema } from "@/lib/ledger/deployments/schema"
import { withQuery } from "@/lib/platform/paths"
import { callRoute } from "@/tools/testing/call-route"
import { anonymous, sessionCaller, tokenCaller } from "@/tools/testing/callers"

const path = (query: Record<string, string>) =>
  withQuery("/api/v1/platform/deployments/timeline/versions", query)
const day = (n: number) => `2026-03-${String(n).padStart(2, "0")}T10:00:00Z`

async function record(application: string, environment: string, imageTag: string, deployedAt: string) {
  const body = recordDeploymentSchema.parse({ application, environment, imageTag, deployedAt })
  await recordDeployment(systemActor("test pipeline"), body)
}

describe("GET /deployments/timeline/versions", () => {
  it("returns 200 with the spans in which each version ran, cut to the window", async () => {
    await record("spans", "prod", "v1", day(1))
    await record("spans", "prod", "v2", day(5))
    await record("spans", "prod", "v2", day(6))
    const query = { application: "spans", from: day(3), to: day(9) }
    const caller = await sessionCaller("VIEWER")
    const response = await callRoute(versionsRoute, "GET", { caller, path: path(query) })
    expect(response.status).toBe(200)
    expect(response.body.spans).toMatchObject([
      { application: "spans", environment: "prod", imageTag: "v1", from: day(3), to: day(5) },
      { application: "spans", environment: "prod", imageTag: "v2", from: day(5), to: day(9) },
    ])
  })

  it("returns 200 without environments that a token cannot see", async () => {
    await record("hidden", "dev", "v1", day(1))
    await record("hidden", "prod", "v1", day(1))
    const caller = await tokenCaller(["deployments:read"], { environments: ["dev"] })
    const query = { application: "hidden", from: day(2), to: day(3) }
    const response = await callRoute(versionsRoute, "GET", { caller, path: path(query) })
    expect(response.body.spans.map(({ environment }: { environment: string }) => environment)).toEqual([
      "dev",
    ])
  })

  it("returns 401 for anonymous callers", async () => {
    expect((await callRoute(versionsRoute, "GET", { caller: anonymous, path: path({}) })).status).toBe(401)
  })

  it("returns 403 for a token without the scope", async () => {
    const caller = await tokenCaller(["releases:read"])
    expect((await callRoute(versionsRoute, "GET", { caller, path: path({}) })).status).toBe(403)
  })

  it("returns 422 for a window that ends before it begins", async () => {
    const caller = await sessionCaller("VIEWER")
    const response = await callRoute(versionsRoute, "GET", {
      caller,
      path: path({ from: day(3), to: day(2) }),
    })
    expect(response.status).toBe(422)
  })
})
