import { describe, expect, it } from "vitest"
import { overview as overviewRoute } from "@/app/api/v1/console/routes"
import {
  laneExport as exportRoute,
  lanes as lanesRoute,
  laneCounts as summaryRoute,
} from "@/app/api/v1/lanes/routes"
import type { Overview } from "@/lib/console/overview/schema"
import { systemActor } from "@/lib/identity/auth/actor"
import { recordDeployment } from "@/lib/ledger/deployments/record-deployment"
import { recordDeploymentSchema } from "@/lib/ledger/deployments/schema"
import { laneConditions } from "@/lib/ledger/lanes/conditions"
import type { LaneState } from "@/lib/ledger/lanes/schema"
import { withQuery } from "@/lib/platform/paths"
import { callRoute } from "@/tools/testing/call-route"
import { anonymous, sessionCaller, tokenCaller } from "@/tools/testing/callers"

const actor = systemActor("test pipeline")
const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString()
const path = (query: Record<string, string>) => withQuery("/api/v1/platform/deployments/lanes", query)

async function record(application: string, environment: string, imageTag: string, fields: object = {}) {
  const body = recordDeploymentSchema.parse({ application, environment, imageTag, ...fields })
  return (await recordDeployment(actor, body)).deployment
}

async function read(query: Record<string, string>, caller = sessionCaller("VIEWER")): Promise<LaneState[]> {
  const response = await callRoute(lanesRoute, "GET", { caller: await caller, path: path(query) })
  expect(response.status).toBe(200)
  return response.body
}

describe("GET /deployments/lanes", () => {
  it("returns 200 with what runs where, since when, by whom and how far it is behind", async () => {
    await record("shop", "dev", "v1.0.0", { deployedAt: hoursAgo(30) })
    await record("shop", "prod", "v1.0.0", { deployedAt: hoursAgo(29), initiatedBy: "ada" })
    await record("shop", "dev", "v1.1.0", { deployedAt: hoursAgo(2) })
    const [prod, dev, ...others] = await read({ application: "shop" })
    expect(prod).toMatchObject({
      environment: "prod",
      conditions: ["behind", "running"],
      current: { imageTag: "v1.0.0", initiatedBy: "ada" },
      behind: { versions: 1, days: 0, semver: "minor" },
    })
    expect(dev).toMatchObject({ environment: "dev", conditions: ["running"], behind: null })
    expect(others).toEqual([])
  })

  it("returns 200 with as many lanes of each condition as the overview counts", async () => {
    await record("counted", "dev", "v1", { status: "FAILED", deployedAt: hoursAgo(3) })
    await record("counted", "staging", "v1", { status: "PENDING", deployedAt: hoursAgo(3) })
    await record("counted", "prod", "v1", { status: "PENDING" })
    const query = { application: "counted" }
    const caller = await sessionCaller("VIEWER")
    const response = await callRoute(overviewRoute, "GET", {
      caller,
      path: withQuery("/api/v1/platform/overview", query),
    })
    const overview: Overview = response.body
    expect(overview.environments.map(({ verdict }) => verdict)).toEqual(["failed", "stuck", "deploying"])
    for (const condition of laneConditions)
      for (const { environment, counts } of overview.environments) {
        const lanes = await read({ ...query, environment, condition })
        expect([environment, condition, lanes.length]).toEqual([environment, condition, counts[condition]])
      }
  })

  it("returns 200 page by page", async () => {
    for (const environment of ["dev", "staging", "prod"]) await record("paged", environment, "v1")
    const caller = await sessionCaller("VIEWER")
    const first = await callRoute(lanesRoute, "GET", {
      caller,
      path: path({ application: "paged", limit: "2" }),
    })
    expect(first.body.map((lane: LaneState) => lane.environment)).toEqual(["prod", "staging"])
    const next = /<([^>]+)>; rel="next"/.exec(first.headers.get("link") ?? "")?.[1] ?? ""
    const second = await callRoute(lanesRoute, "GET", { caller, path: next })
    expect(second.body.map((lane: LaneState) => lane.environment)).toEqual(["dev"])
    expect(second.headers.get("link")).toBeNull()
  })

  it("returns 200 without environments that a token cannot see", async () => {
    await record("limited", "dev", "v1")
    await record("limited", "prod", "v1")
    const caller = tokenCaller(["deployments:read"], { environments: ["dev"] })
    expect((await read({ application: "limited" }, caller)).map(({ environment }) => environment)).toEqual([
      "dev",
    ])
  })

  it("returns 401 for anonymous callers", async () => {
    expect((await callRoute(lanesRoute, "GET", { caller: anonymous, path: path({}) })).status).toBe(401)
  })

  it("returns 403 for a token without the scope", async () => {
    const caller = await tokenCaller(["releases:read"])
    expect((await callRoute(lanesRoute, "GET", { caller, path: path({}) })).status).toBe(403)
  })

  it.each<Record<string, string>>([
    { condition: "broken" },
    { environment: "nowhere" },
    { cursor: "?" },
    { limit: "501" },
  ])("returns 422 for %j", async (query) => {
    const caller = await sessionCaller("VIEWER")
    expect((await callRoute(lanesRoute, "GET", { caller, path: path(query) })).status).toBe(422)
  })
})

describe("GET /deployments/lanes/summary and /export", () => {
  const reader = sessionCaller("VIEWER")
  const get = async (
    route: Parameters<typeof callRoute>[0],
    name: string,
    query: Record<string, string>,
    caller = reader,
  ) =>
    callRoute(route, "GET", {
      caller: await caller,
      path: withQuery(`/api/v1/platform/deployments/lanes/${name}`, query),
    })

  it("return 200 with the same lanes as the list, for an alias, a part of a name and a past instant", async () => {
    await record("ledger-a", "prod", "v1", { deployedAt: hoursAgo(30) })
    await record("ledger-b", "prod", "v2", { deployedAt: hoursAgo(2) })
    await record("ledger-b", "dev", "v2", { status: "FAILED", deployedAt: hoursAgo(1) })
    const filters: Record<string, string>[] = [
      { q: "ledger-" },
      { q: "ledger-", environment: "production" },
      { application: "ledger-b" },
      { q: "LEDGER-A", at: hoursAgo(20) },
    ]
    for (const filter of filters) {
      const counts = (await get(summaryRoute, "summary", filter)).body
      for (const condition of laneConditions) {
        const listed = await read({ ...filter, condition })
        expect([filter, condition, counts[condition]]).toEqual([filter, condition, listed.length])
        const csv = (await get(exportRoute, "export", { ...filter, condition })).text.trim().split("\r\n")
        expect(csv.slice(1).map((line) => line.split(",").slice(0, 2))).toEqual(
          listed.map(({ application, environment }) => [application, environment]),
        )
      }
    }
  })

  it("return 200 with the same distance behind as the list", async () => {
    await record("late", "dev", "v1.0.0", { deployedAt: hoursAgo(80) })
    await record("late", "prod", "v1.0.0", { deployedAt: hoursAgo(79) })
    await record("late", "dev", "v1.1.0", { deployedAt: hoursAgo(50) })
    const { text, headers } = await get(exportRoute, "export", { application: "late", condition: "behind" })
    expect(headers.get("content-type")).toContain("text/csv")
    const [head = "", row = "", ...others] = text.trim().split("\r\n")
    const cells = row.split(",")
    const cell = (name: string) => cells[head.split(",").indexOf(name)]
    expect([cell("imageTag"), cell("versionsBehind"), cell("daysBehind")]).toEqual(["v1.0.0", "1", "2"])
    expect(others).toEqual([])
  })

  it("return 200 without environments that a token cannot see", async () => {
    await record("unseen", "dev", "v1")
    await record("unseen", "prod", "v1")
    const limited = tokenCaller(["deployments:read"], { environments: ["dev"] })
    expect((await get(summaryRoute, "summary", { application: "unseen" }, limited)).body.running).toBe(1)
    expect((await get(exportRoute, "export", { application: "unseen" }, limited)).text).not.toContain("prod")
  })

  it("return 422 for an unknown environment, before the first line", async () => {
    for (const [route, name] of [
      [summaryRoute, "summary"],
      [exportRoute, "export"],
    ] as const)
      expect((await get(route, name, { environment: "nowhere" })).status).toBe(422)
  })
})
