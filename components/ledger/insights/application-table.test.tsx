import { screen, within } from "@testing-library/react"
import { beforeEach, describe, expect, it, vi } from "vitest"
import { ApplicationTable } from "@/components/ledger/insights/application-table"
import { noComparison, resolveInsightsQuery } from "@/components/ledger/insights/insights-query"
import { downloadCsv } from "@/components/ui/download"
import type { ApplicationInsights, InsightTotals, Rate } from "@/lib/ledger/insights/schema"
import { renderUi } from "@/tools/testing/render-ui"

vi.mock("@/components/ui/download", () => ({ downloadCsv: vi.fn() }))

const share = (numerator: number, denominator: number): Rate => ({
  ...{ numerator, denominator },
  value: denominator === 0 ? null : numerator / denominator,
})

function totalsOf(reached: number, failedChanges: number, leadTime: number | null): InsightTotals {
  return {
    ...{ reached, failed: 0, rolledBack: 0, pending: 0, perDay: reached / 10, deployDaysPerWeek: 1 },
    ...{ rollbackRate: share(0, reached), failureRate: share(0, reached), reworkRate: share(0, reached) },
    changeFailRate: share(failedChanges, reached),
    durationSeconds: { n: 0, unknown: 0, closedLate: 0, p50: null, p90: null, p95: null, max: null },
    leadTimeSeconds: { n: 0, unknown: 0, negative: 0, p50: leadTime, p90: null },
    promotionTimeSeconds: [],
    recoveryTimeSeconds: { n: 0, open: 0, p50: null },
  }
}

const body: ApplicationInsights = {
  ...{ environment: "prod", from: "2026-03-01T00:00:00Z", to: "2026-04-01T00:00:00Z" },
  ...{ bucket: "week", timeZone: "UTC" },
  applications: [
    { application: "api", totals: totalsOf(20, 1, null), previous: totalsOf(10, 1, null), trend: [5, 15] },
    { application: "search", totals: totalsOf(0, 0, null), previous: totalsOf(4, 0, null), trend: [0, 0] },
    { application: "web", totals: totalsOf(10, 2, 3600), previous: totalsOf(0, 0, null), trend: [10, 0] },
  ],
}
const question = resolveInsightsQuery(
  {
    ...{ application: null, environment: "prod", range: "90d", from: null, to: null, at: null },
    ...{ bucket: null, timeZone: null, includeAnnulled: null, ...noComparison, compareBefore: "quarter" },
  },
  { applications: [], environments: ["prod"], usualApplication: "", usualEnvironment: "prod" },
  "UTC",
  new Date("2026-04-01T00:00:00Z"),
)

function renderTable(search = "") {
  return renderUi(
    <ApplicationTable question={question} pickers={null} />,
    { "GET /api/v1/platform/deployments/insights/applications": { body } },
    search,
  )
}
// Nothing has a size without a layout, and of a list without a height no row is in sight.
beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(600)
  vi.spyOn(HTMLElement.prototype, "offsetHeight", "get").mockReturnValue(36)
})

const names = () =>
  within(screen.getByRole("table", { name: "Applications" }))
    .getAllByRole("link")
    .map((link) => link.textContent)

describe("All applications side by side", () => {
  it("start with the one that deploys most, and lead to the graphs of each in the same period", async () => {
    const { sent } = renderTable()
    expect(await screen.findByText("api")).toBeTruthy()
    expect(names()).toEqual(["api", "web", "search"])
    expect(sent[0]?.path).toContain("bucket=week")
    const link = new URL(
      screen.getByRole("link", { name: "web" }).getAttribute("href") ?? "",
      "http://a.test",
    )
    expect(Object.fromEntries(link.searchParams)).toMatchObject({
      ...{ application: "web", environment: "prod", range: "90d", compareBefore: "quarter" },
    })
  })

  it("are sorted by any metric in both directions, those without a value last", async () => {
    const { user } = renderTable()
    await screen.findByText("api")
    await user.click(screen.getByRole("button", { name: /Change fail rate/ }))
    expect(names()).toEqual(["web", "api", "search"])
    await user.click(screen.getByRole("button", { name: /Change fail rate/ }))
    expect(names()).toEqual(["api", "web", "search"])
    await user.click(screen.getByRole("button", { name: /Application/ }))
    expect(names()).toEqual(["api", "search", "web"])
    await user.click(screen.getByRole("button", { name: /Lead time/ }))
    expect(names()[0]).toBe("web")
  })

  it("keep the order of a link", async () => {
    renderTable("?sort=application")
    await screen.findByText("api")
    expect(names()).toEqual(["api", "search", "web"])
  })

  it("are exported as they are shown", async () => {
    const { user } = renderTable()
    await screen.findByText("api")
    await user.click(screen.getByRole("button", { name: "CSV" }))
    const [name, text] = vi.mocked(downloadCsv).mock.lastCall ?? []
    expect(name).toBe("applications")
    expect(text?.split("\r\n")).toEqual([
      "Application,Deployments,Per day,Change fail rate,Rollback rate,Lead time,Recovery time,Rework rate",
      "api,20,2,0.05,0,,,0",
      "web,10,1,0.2,0,3600,,0",
      "search,0,0,,,,,",
      "",
    ])
  })
})
