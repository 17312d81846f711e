import { createLoader } from "nuqs/server"
import { describe, expect, it } from "vitest"
import { foldEnvironments } from "@/components/console/overview/environment-cards"
import {
  insightParameters,
  insightParsers,
  resolveInsightsQuery,
} from "@/components/ledger/insights/insights-query"
import type { OverviewEnvironment } from "@/lib/console/overview/schema"
import { allValue } from "@/lib/ledger/deployments/all-value"
import {
  measuredEnvironment,
  overviewFilter,
  overviewInsightsPage,
  overviewInsightsParameters,
} from "./overview-query"

const stage = (environment: string, fields: Partial<OverviewEnvironment> = {}): OverviewEnvironment => ({
  environment,
  rank: 10,
  production: false,
  verdict: "running",
  counts: {
    quarantined: 0,
    failed: 0,
    stuck: 0,
    rolledBack: 0,
    deploying: 0,
    farBehind: 0,
    behind: 0,
    running: 1,
  },
  applications: 1,
  behind: 0,
  current: null,
  drift: null,
  next: null,
  pending: 0,
  ...fields,
})

describe("the overview filter", () => {
  it("uses the URL, then the preferred application, then all", () => {
    const search = { application: null, at: null }
    expect(overviewFilter(search, "platform").application).toBe("platform")
    expect(overviewFilter(search, null).application).toBeNull()
    expect(overviewFilter({ ...search, application: "cards" }, "platform").application).toBe("cards")
    expect(overviewFilter({ ...search, application: allValue }, "platform").application).toBeNull()
  })

  it("links a metric to the Insights page with the same query", () => {
    const choices = {
      applications: [],
      environments: [],
      defaultApplication: "other",
      defaultEnvironment: "other",
    }
    const read = createLoader(insightParsers)
    for (const filter of [
      { application: null, at: null },
      { application: "cards", at: "2026-02-01T10:00:00.000Z" },
    ]) {
      const filters = read(new URL(overviewInsightsPage(filter, "prod"), "http://slipway.test").searchParams)
      const question = resolveInsightsQuery(filters, choices, "Europe/Berlin", new Date())
      const parameters = Object.entries(insightParameters(question)).filter(([, value]) => value)
      const numbers = Object.entries(overviewInsightsParameters(filter, "prod", "Europe/Berlin"))
      expect(Object.fromEntries(parameters)).toEqual(Object.fromEntries(numbers.filter(([, value]) => value)))
    }
  })

  it("measures the production environment with the most applications", () => {
    const environments = [
      stage("staging", { applications: 9 }),
      stage("a", { production: true }),
      stage("b", { production: true, applications: 3 }),
    ]
    expect(measuredEnvironment(environments)).toBe("b")
    expect(measuredEnvironment([stage("dev"), stage("test", { applications: 2 })])).toBe("test")
    expect(measuredEnvironment([])).toBeNull()
  })
})

it("collapses many stages to the busiest ones, production first", () => {
  const manyStages = Array.from({ length: 12 }, (_, index) =>
    stage(`e${index}`, { applications: index, rank: index, production: index === 5 }),
  )
  const { shown, folded } = foldEnvironments(manyStages)
  expect(shown.map((one) => one.environment)).toEqual(["e5", "e11", "e10", "e9", "e8", "e7", "e6", "e4"])
  expect(folded).toBe(4)
  expect(foldEnvironments(manyStages.slice(0, 3)).folded).toBe(0)
})
