import { beforeAll, describe, expect, it } from "vitest"
import { insights as route } from "@/app/api/v1/insights/routes"
import { prismaClient } from "@/lib/platform/db/client"
import { callRoute } from "@/tools/testing/call-route"
import { anonymous, type Caller, tokenCaller } from "@/tools/testing/callers"
import { recordAll } from "@/tools/testing/record-all"

let reader: Caller
const week = "from=2026-02-02T00:00:00Z&to=2026-02-09T00:00:00Z&application=platform&environment=prod"

beforeAll(async () => {
  reader = await tokenCaller(["deployments:read"])
  const day = (n: number) => `2026-02-0${n}T10:00:00Z`
  await recordAll(
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

describe("GET /deployments/insights", () => {
  it("returns 200 with every metric for the window and the previous window", async () => {
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

  it("returns 200 with the same local days a quarter or a year before, regardless of the UTC offset at the time", async () => {
    const days = "from=2026-04-01&to=2026-06-30&timeZone=Europe/Berlin"
    const { body } = await insights(`${days}&compareBefore=quarter`)
    expect(body.comparison).toMatchObject({ from: "2025-12-31T23:00:00Z", to: "2026-03-31T22:00:00Z" })
    expect(body.comparison).toMatchObject({ application: null, totals: { reached: 4 } })
    const year = await insights(`${days}&compareBefore=year`)
    expect(year.body.comparison).toMatchObject({ from: "2025-03-31T22:00:00Z", to: "2025-06-30T22:00:00Z" })
  })

  it("returns 200 with the complete month, quarter or year before the one in which the window ends", async () => {
    const window = async (query: string) => (await insights(query)).body.comparison
    const soFar = "from=2026-04-01&to=2026-05-10&timeZone=Europe/Berlin"
    expect(await window(`${soFar}&compareRange=last-quarter`)).toMatchObject({
      from: "2025-12-31T23:00:00Z",
      to: "2026-03-31T22:00:00Z",
      totals: { reached: 4 },
    })
    expect(await window(`${soFar}&compareRange=last-month`)).toMatchObject({ from: "2026-03-31T22:00:00Z" })
    expect(await window(`${soFar}&compareRange=last-year`)).toMatchObject({ to: "2025-12-31T23:00:00Z" })
    // A window that ends at the end of a quarter belongs to that quarter.
    expect(await window("from=2026-01-01&to=2026-03-31&compareRange=last-quarter")).toMatchObject({
      from: "2025-10-01T00:00:00Z",
      to: "2026-01-01T00:00:00Z",
    })
  })

  it("returns 200 with a comparison of different length, application and environment", async () => {
    const other = "compareFrom=2026-01-26&compareTo=2026-02-08&compareApplication=*&compareEnvironment=dev"
    const { body } = await insights(`${week}&${other}`)
    expect(body.comparison).toMatchObject({
      application: null,
      environment: "dev",
      totals: { reached: 1 },
      from: "2026-01-26T00:00:00Z",
      to: "2026-02-09T00:00:00Z",
    })
    expect(body.comparison.buckets.length).toBe(14)
    expect((await insights(week)).body.comparison).toBeNull()
  })

  it("returns 200 with the annotations of the window about the application and environment, or all", async () => {
    const annotate = (text: string, more: object = {}) =>
      prismaClient().annotation.create({
        data: { kind: "NOTE", text, startsAt: "2026-02-03T00:00:00Z", createdBy: "test", ...more },
      })
    await annotate("everything")
    await annotate("a freeze that began before", {
      kind: "FREEZE",
      startsAt: "2026-01-01T00:00:00Z",
      endsAt: "2026-02-02T00:00:01Z",
    })
    await annotate("dev", { environment: { connect: { name: "dev" } } })
    await annotate("another application", { application: "search" })
    await annotate("the day after", { startsAt: "2026-02-09T00:00:00Z" })
    const texts = (query: string) =>
      insights(query).then(({ body }) => body.annotations.map(({ text }: { text: string }) => text))
    expect(await texts(week)).toEqual(["everything", "a freeze that began before"])
    expect((await texts(week.replace("&application=platform&environment=prod", ""))).toSorted()).toEqual([
      "a freeze that began before",
      "another application",
      "dev",
      "everything",
    ])
  })

  it("returns 422 with a pointer for each invalid comparison", async () => {
    const pointers = async (query: string) => {
      const { status, body } = await insights(query)
      expect(status).toBe(422)
      return body.errors.map(({ pointer }: { pointer: string }) => pointer)
    }
    expect(await pointers("compareEnvironment=nowhere&compareBefore=year&compareTo=2026-01-01")).toEqual([
      "/compareEnvironment",
      "/compareBefore",
    ])
    expect(await pointers("from=2026-05-30&to=2026-05-30&compareBefore=quarter")).toEqual(["/compareBefore"])
    expect(await pointers("compareRange=last-quarter&compareTo=2026-01-01")).toEqual(["/compareRange"])
    expect(await pointers("compareRange=last-quarter&compareBefore=year")).toEqual(["/compareBefore"])
    expect(await pointers("compareFrom=2026-05-30&compareTo=2026-05-01")).toEqual(["/compareFrom"])
  })

  it("returns 200 with every bucket of the window in the given time zone, including empty ones", async () => {
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

  it("returns 200 with deploy days per week scaled by the length of the window, regardless of its first weekday", async () => {
    const noon = (day: string) => ({ environment: "prod", imageTag: "v1", deployedAt: `${day}T12:00:00Z` })
    const workdays = ["2025-03-10", "2025-03-11", "2025-03-12", "2025-03-13", "2025-03-14"]
    await recordAll(
      { ...noon("2025-01-01"), application: "office" },
      ...workdays.map((day) => ({ ...noon(day), application: "office" })),
    )
    const week = Array.from({ length: 7 }, (_, n) => `2025-03-${12 + n}`)
    await recordAll(
      { ...noon("2025-01-01"), application: "daily" },
      ...week.map((day) => ({ ...noon(day), application: "daily" })),
    )
    const daysOf = async (query: string) =>
      (await insights(`environment=prod&${query}`)).body.totals.deployDaysPerWeek
    // From a Saturday to a Saturday, and from a Wednesday to a Wednesday.
    expect(await daysOf("application=office&from=2025-03-08T00:00:00Z&to=2025-03-15T00:00:00Z")).toBe(5)
    expect(await daysOf("application=office&range=7d&to=2025-03-15T10:00:00Z")).toBe(5)
    expect(await daysOf("application=daily&from=2025-03-12T00:00:00Z&to=2025-03-19T00:00:00Z")).toBe(7)
    expect(await daysOf("application=daily&from=2025-03-12T10:00:00Z&to=2025-03-19T10:00:00Z")).toBe(7)
    expect(await daysOf("application=office&from=2025-03-10T00:00:00Z&to=2025-03-12T00:00:00Z")).toBe(7)
  })

  it("returns 200 without averaging over future days", async () => {
    const hour = 3_600_000
    const at = (ms: number) => new Date(Date.now() + ms).toISOString()
    await recordAll(
      { application: "ahead", environment: "prod", imageTag: "v1", deployedAt: at(-36 * hour) },
      { application: "ahead", environment: "prod", imageTag: "v2", deployedAt: at(-12 * hour) },
    )
    const { body } = await insights(
      `application=ahead&environment=prod&from=${at(-48 * hour)}&to=${at(480 * hour)}`,
    )
    expect(body.totals.perDay).toBeGreaterThan(0.9)
    expect(body.totals.deployDaysPerWeek).toBeGreaterThan(4)
  })

  it("returns 200 with partial buckets marked, and the buckets of the previous window", async () => {
    const { body } = await insights(
      "from=2026-02-04T00:00:00Z&to=2026-02-18T00:00:00Z&bucket=week&application=platform&environment=prod",
    )
    const marks = (buckets: { start: string; partial: boolean }[]) =>
      buckets.map(({ start, partial }) => [start.slice(0, 10), partial])
    expect(marks(body.buckets)).toEqual([
      ["2026-02-02", true],
      ["2026-02-09", false],
      ["2026-02-16", true],
    ])
    expect(marks(body.previousBuckets)).toEqual([
      ["2026-01-19", true],
      ["2026-01-26", false],
      ["2026-02-02", true],
    ])
    expect(body.previousBuckets[1].reached).toBe(1)
    expect(body.previousBuckets[2].reached).toBe(1)
    const { body: now } = await insights("range=7d")
    expect(now.buckets.map((bucket: { partial: boolean }) => bucket.partial)).toEqual([
      ...Array(6).fill(false),
      true,
    ])
  })

  it.each([
    ["range=7d&to=2026-05-20T10:00:00Z", "2026-05-14T00:00:00Z", "2026-05-20T10:00:00Z"],
    [
      "range=30d&to=2026-04-10T15:30:00Z&timeZone=Europe/Berlin",
      "2026-03-11T23:00:00Z",
      "2026-04-10T15:30:00Z",
    ],
    ["range=this-quarter&to=2026-05-20T10:00:00Z", "2026-04-01T00:00:00Z", "2026-05-20T10:00:00Z"],
    ["range=last-quarter&to=2026-02-20T10:00:00Z", "2025-10-01T00:00:00Z", "2026-01-01T00:00:00Z"],
    ["range=last-month&to=2026-05-20T10:00:00Z", "2026-04-01T00:00:00Z", "2026-05-01T00:00:00Z"],
    ["range=last-year&bucket=month&to=2026-05-20T10:00:00Z", "2025-01-01T00:00:00Z", "2026-01-01T00:00:00Z"],
    ["range=1y&bucket=week&to=2024-02-29T10:00:00Z", "2023-03-01T00:00:00Z", "2024-02-29T10:00:00Z"],
    [
      "from=2026-02-01&to=2026-02-10&timeZone=America/New_York",
      "2026-02-01T05:00:00Z",
      "2026-02-11T05:00:00Z",
    ],
  ])("returns 200 with the resolved window for %s", async (query, from, to) => {
    expect((await insights(query)).body).toMatchObject({ from, to })
  })

  it("returns 200 with the definition and version of every metric", async () => {
    const { body } = await insights(`${week}&reworkWords=oops`)
    expect(Object.keys(body.definitions)).toEqual(expect.arrayContaining(Object.keys(body.totals)))
    expect(body.definitions.reworkRate).toMatchObject({
      version: 1,
      formula: expect.stringContaining("oops"),
    })
  })

  it("returns 200 with only its own environments for a limited token", async () => {
    const limited = await tokenCaller(["deployments:read"], { environments: ["dev"] })
    const { body } = await insights("from=2026-02-02T00:00:00Z&to=2026-02-09T00:00:00Z", limited)
    expect(body.totals.reached).toBe(1)
  })

  it("returns 401 for anonymous callers", async () => {
    expect((await insights(week, anonymous)).status).toBe(401)
  })

  it("returns 403 without deployments:read, and 422 for an environment outside the token's limit", async () => {
    expect((await insights(week, await tokenCaller(["releases:read"]))).status).toBe(403)
    const limited = await tokenCaller(["deployments:read"], { environments: ["dev"] })
    expect((await insights(week, limited)).status).toBe(422)
  })

  it.each([
    ["an unknown time zone", "timeZone=Mars/Olympus", "/timeZone"],
    ["an unknown bucket", "bucket=hour", "/bucket"],
    ["a window that ends before it starts", "from=2026-02-02T00:00:00Z&to=2026-02-01T00:00:00Z", "/from"],
    ["too many buckets", "from=1990-01-01T00:00:00Z&bucket=day", "/bucket"],
    ["a range combined with from", "range=7d&from=2026-02-02", "/range"],
    ["an unknown range", "range=soon", "/range"],
    ["no rework words", "reworkWords=,", "/reworkWords"],
  ])("returns 422 for %s", async (_, query, pointer) => {
    const { status, body } = await insights(query)
    expect(status).toBe(422)
    expect(body.errors[0].pointer).toBe(pointer)
  })
})
