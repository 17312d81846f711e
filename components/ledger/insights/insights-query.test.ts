import { describe, expect, it } from "vitest"
import {
  fittingBucket,
  type InsightFilter,
  insightParameters,
  noComparison,
  pairOf,
  rangePairNames,
  rangePairs,
  resolveInsightsQuery,
  windowParameters,
} from "./insights-query"

const noDates = { from: null, to: null }
const now = new Date("2026-04-10T15:30:00Z")

describe("windowParameters", () => {
  it("windowParameters passes a named range to the server, relative to the selected instant", () => {
    expect(windowParameters({ ...noDates, range: "last-quarter" })).toEqual({
      range: "last-quarter",
      ...noDates,
    })
    const at = "2026-02-01T10:00:00.000Z"
    expect(windowParameters({ ...noDates, range: "30d", at })).toEqual({ range: "30d", from: null, to: at })
  })

  it("windowParameters orders custom days and ignores invalid ones", () => {
    expect(windowParameters({ range: "custom", from: "2026-02-10", to: "2026-02-01" })).toEqual({
      range: null,
      from: "2026-02-01",
      to: "2026-02-10",
    })
    expect(windowParameters({ range: "custom", from: "soon", to: "2026-02-30" }).range).toBe("30d")
    expect(windowParameters({ range: "custom", from: "2026-02-10", to: null })).toMatchObject({
      from: "2026-02-10",
      to: null,
    })
  })
})

describe("fittingBucket", () => {
  it("fittingBucket limits a graph to about a hundred buckets", () => {
    expect(fittingBucket({ ...noDates, range: "90d" }, now)).toBe("day")
    expect(fittingBucket({ ...noDates, range: "1y" }, now)).toBe("week")
    expect(fittingBucket({ ...noDates, range: "5y" }, now)).toBe("month")
    expect(fittingBucket({ ...noDates, range: "this-year" }, now)).toBe("week")
    expect(fittingBucket({ ...noDates, range: "this-year" }, new Date("2026-01-09T00:00:00Z"))).toBe("day")
    expect(fittingBucket({ range: "custom", from: "2024-01-01", to: null }, now)).toBe("month")
  })
})

const choices = {
  applications: ["platform"],
  environments: ["prod"],
  defaultApplication: "platform",
  defaultEnvironment: "prod",
}
const filter: InsightFilter = {
  view: "graphs",
  application: null,
  environment: null,
  range: "90d",
  from: null,
  to: null,
  bucket: null,
  timeZone: null,
  at: null,
  includeAnnulled: null,
  ...noComparison,
}

it("insights request the days of the viewer's time zone", () => {
  const question = resolveInsightsQuery(filter, choices, "America/New_York", now)
  expect(question.timeZone).toBe("America/New_York")
  expect(insightParameters(question)).toMatchObject({ timeZone: "America/New_York" })
})

it("insights keep the time zone from the URL", () => {
  const question = resolveInsightsQuery(
    { ...filter, timeZone: "Asia/Kathmandu" },
    choices,
    "America/New_York",
    now,
  )
  expect(insightParameters(question)).toMatchObject({ timeZone: "Asia/Kathmandu" })
})

it("insights include annulled deployments only on request", () => {
  const parametersOf = (includeAnnulled: "true" | null) =>
    insightParameters(resolveInsightsQuery({ ...filter, includeAnnulled }, choices, "UTC", now))
  expect(parametersOf(null).includeAnnulled).toBeNull()
  expect(parametersOf("true").includeAnnulled).toBe("true")
})

describe("pairOf", () => {
  it("pairOf recognizes each offered pair, and nothing else", () => {
    for (const name of rangePairNames) {
      const { range, ...comparison } = { ...noComparison, ...rangePairs[name].choice }
      expect(pairOf({ range, ...comparison })).toBe(name)
      expect(pairOf({ range, ...comparison, compareApplication: "*" })).toBeNull()
    }
    expect(pairOf({ range: "this-quarter", ...noComparison })).toBeNull()
  })
})
