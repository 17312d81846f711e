import { expect, it } from "vitest"
import { type InsightFilter, insightParameters } from "./insights-query"
import { resolveInsightsQuery } from "./resolve-insights-query"

const choices = {
  applications: ["platform"],
  environments: ["prod"],
  usualApplication: "platform",
  usualEnvironment: "prod",
}
const filter: InsightFilter = {
  ...{ application: null, environment: null, range: "90d", from: null, to: null },
  ...{ bucket: null, timeZone: null, at: null, includeAnnulled: null },
}
const now = new Date("2026-02-12T02:00:00Z")

it("insights ask for the days of the viewer's time zone", () => {
  const question = resolveInsightsQuery(filter, choices, "America/New_York", now)
  expect(question.timeZone).toBe("America/New_York")
  expect(insightParameters(question)).toMatchObject({ timeZone: "America/New_York" })
})

it("insights keep the time zone of a link", () => {
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
