import { beforeAll, describe, expect, it } from "vitest"
import { callRoute } from "@/lib/testing/call-route"
import { type Caller, nobody, tokenCaller } from "@/lib/testing/callers"
import { tell } from "@/lib/testing/tell"
import * as route from "./route"

let reader: Caller
const week = "from=2026-02-02T00:00:00Z&to=2026-02-09T00:00:00Z&application=platform&environment=prod"

beforeAll(async () => {
  reader = await tokenCaller(["deployments:read"])
  const day = (n: number) => `2026-02-0${n}T10:00:00Z`
  await tell(
    { environment: "prod", imageTag: "v1", deployedAt: "2026-01-30T10:00:00Z" },
    {
      environment: "prod",
      imageTag: "v2",
      deployedAt: day(3),
      completedAt: "2026-02-03T10:04:00Z",
      committedAt: day(2),
    },
    { environment: "prod", imageTag: "v1", deployedAt: day(4) },
    { environment: "prod", imageTag: "v3", deployedAt: day(4), status: "FAILED" },
    { environment: "prod", imageTag: "v3", deployedAt: day(5), status: "PENDING" },
    { environment: "dev", imageTag: "v4", deployedAt: day(5) },
  )
})

function insights(query: string, caller = reader) {
  return callRoute(route, "GET", { caller, path: `/api/v1/platform/deployments/insights?${query}` })
}

describe("GET /deployments/insights answers 200", () => {
  it("with every number of the window and of the one before", async () => {
    const { status, body } = await insights(week)
    expect(status).toBe(200)
    expect(body).toMatchObject({
      application: "platform",
      environment: "prod",
      bucket: "day",
      timeZone: "UTC",
    })
    expect(body.totals).toMatchObject({
      reached: 2,
      failed: 1,
      pending: 1,
      perDay: 2 / 7,
      deployDaysPerWeek: 2,
      failureRate: { numerator: 1, denominator: 3 },
      changeFailRate: { value: 1, numerator: 1, denominator: 1 },
      durationSeconds: { n: 1, unknown: 2, p50: 240 },
      leadTimeSeconds: { n: 1, p50: 86_400 },
      recoveryTimeSeconds: { n: 1, open: 0, p50: 86_400 },
    })
    expect(body.previous).toMatchObject({ reached: 1, durationSeconds: { n: 0, p50: null } })
  })

  it("with every bucket of the window in the viewer's time zone, empty ones too", async () => {
    const { body } = await insights(`${week}&timeZone=Asia/Tokyo`)
    expect(body.buckets.length).toBe(8)
    expect(body.buckets[1]).toMatchObject({
      start: "2026-02-02T15:00:00Z",
      reached: 1,
      changeFailRate: { value: 1 },
    })
    expect(body.buckets[5]).toMatchObject({
      reached: 0,
      rollbackRate: { value: null },
      durationSeconds: { p50: null },
    })
  })

  it("with the definition and the version of every number", async () => {
    const { body } = await insights(`${week}&reworkWords=oops`)
    expect(Object.keys(body.definitions)).toEqual(expect.arrayContaining(Object.keys(body.totals)))
    expect(body.definitions.reworkRate).toMatchObject({
      version: 1,
      formula: expect.stringContaining("oops"),
    })
  })

  it("to a limited token from its own environments only", async () => {
    const limited = await tokenCaller(["deployments:read"], { environments: ["dev"] })
    const { body } = await insights("from=2026-02-02T00:00:00Z&to=2026-02-09T00:00:00Z", limited)
    expect(body.totals.reached).toBe(1)
  })
})

describe("GET /deployments/insights answers 401", () => {
  it("to nobody in particular", async () => {
    expect((await insights(week, nobody)).status).toBe(401)
  })
})

describe("GET /deployments/insights answers 403", () => {
  it("to a token without deployments:read, and for an environment outside the token's limit", async () => {
    expect((await insights(week, await tokenCaller(["releases:read"]))).status).toBe(403)
    const limited = await tokenCaller(["deployments:read"], { environments: ["dev"] })
    expect((await insights(week, limited)).status).toBe(403)
  })
})

describe("GET /deployments/insights answers 422", () => {
  it.each([
    ["an unknown time zone", "timeZone=Mars/Olympus", "/timeZone"],
    ["another bucket", "bucket=hour", "/bucket"],
    ["a window that ends before it begins", "from=2026-02-02T00:00:00Z&to=2026-02-01T00:00:00Z", "/from"],
    ["more buckets than can be drawn", "from=1990-01-01T00:00:00Z&bucket=day", "/bucket"],
    ["no rework words at all", "reworkWords=,", "/reworkWords"],
  ])("for %s", async (_, query, pointer) => {
    const { status, body } = await insights(query)
    expect(status).toBe(422)
    expect(body.errors[0].pointer).toBe(pointer)
  })
})
