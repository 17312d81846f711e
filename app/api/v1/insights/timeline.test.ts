import { beforeAll, describe, expect, it } from "vitest"
import { timeline as route } from "@/app/api/v1/insights/routes"
import { callRoute } from "@/tools/testing/call-route"
import { anonymous, type Caller, tokenCaller } from "@/tools/testing/callers"
import { recordAll } from "@/tools/testing/record-all"

let reader: Caller
const february = "from=2026-02-01T00:00:00Z&to=2026-03-01T00:00:00Z"

beforeAll(async () => {
  reader = await tokenCaller(["deployments:read"])
  await recordAll(
    {
      environment: "dev",
      imageTag: "v1",
      deployedAt: "2026-02-01T10:00:00Z",
      completedAt: "2026-02-01T10:05:00Z",
    },
    { environment: "dev", imageTag: "v2", deployedAt: "2026-02-02T10:00:00Z" },
    { environment: "dev", imageTag: "v1", deployedAt: "2026-02-02T11:00:00Z" },
    { environment: "prod", imageTag: "v1", deployedAt: "2026-02-03T10:00:00Z", application: "search" },
    { environment: "prod", imageTag: "v1", deployedAt: "2026-03-01T00:00:00Z" },
  )
})

function timeline(query: string, caller = reader) {
  return callRoute(route, "GET", { caller, path: `/api/v1/platform/deployments/timeline?${query}` })
}

describe("GET /deployments/timeline", () => {
  it("returns 200 with the items of the window, newest first", async () => {
    const { status, body } = await timeline(`${february}&application=platform&environment=dev`)
    expect(status).toBe(200)
    expect(body).toMatchObject([
      { imageTag: "v1", isRollback: true, replaces: body[1].id },
      { imageTag: "v2", isRollback: false, status: "DEPLOYED" },
      { imageTag: "v1", deployedAt: "2026-02-01T10:00:00Z", completedAt: "2026-02-01T10:05:00Z" },
    ])
  })

  it("returns 200 with slices when there are more than maxItems", async () => {
    const { body } = await timeline(`${february}&maxItems=2`)
    expect(body).toMatchObject([
      {
        start: "2026-02-03T09:00:00Z",
        end: "2026-02-03T12:00:00Z",
        environment: "prod",
        counts: { DEPLOYED: 1 },
      },
      { environment: "dev", application: null, counts: { DEPLOYED: 2, FAILED: 0 }, rollbacks: 1 },
      { environment: "dev", counts: { DEPLOYED: 1 }, rollbacks: 0 },
    ])
    expect((await timeline(`${february}&maxItems=2&lanes=application`)).body[0]).toMatchObject({
      application: "search",
    })
  })

  it("returns 200 with only its own environments for a limited token", async () => {
    const limited = await tokenCaller(["deployments:read"], { environments: ["prod"] })
    expect((await timeline(february, limited)).body).toMatchObject([{ application: "search" }])
  })

  it("returns 401 for anonymous callers", async () => {
    expect((await timeline(february, anonymous)).status).toBe(401)
  })

  it("returns 403 without deployments:read, and 422 for an environment outside the token's limit", async () => {
    expect((await timeline(february, await tokenCaller(["releases:read"]))).status).toBe(403)
    const limited = await tokenCaller(["deployments:read"], { environments: ["prod"] })
    expect((await timeline("environment=dev", limited)).status).toBe(422)
  })

  it("returns 422 for an empty window, too many items and an unknown environment", async () => {
    expect((await timeline("from=2026-02-01T00:00:00Z&to=2026-02-01T00:00:00Z")).body.errors[0].pointer).toBe(
      "/from",
    )
    expect((await timeline("maxItems=5001")).status).toBe(422)
    expect((await timeline("environment=nowhere")).status).toBe(422)
  })
})
