import { screen, within } from "@testing-library/react"
import { beforeEach, describe, expect, it, vi } from "vitest"
import ApplicationTable from "@/components/ledger/insights/application-table"
import { noComparison, resolveInsightsQuery } from "@/components/ledger/insights/insights-query"
import { downloadCsv } from "@/components/ui/download"
import type { ApplicationInsights, InsightTotals, Rate } from "@/lib/ledger/insights/schema"
import { renderUi } from "@/tools/testing/render-ui"

vi.mock("@/components/ui/download", () => ({ downloadCsv: vi.fn() }))

const share = (numerator: number, denominator: number): Rate => ({
  numerator,
  denominator,
  value: denominator === 0 ? null : numerator / denominator,
})

function totalsOf(reached: number, failedChanges: number, leadTime: number | null): InsightTotals {
  return {
    reached,
    failed: 0,
    rolledBack: 0,
    pending: 0,
    perDay: reached / 10,
    deployDaysPerWeek: 1,
    rollbackRate: share(0, reached),
    failureRate: share(0, reached),
    reworkRate: share(0, reached),
    changeFailRate: share(failedChanges, reached),
    durationSeconds: { n: 0, unknown: 0, closedLate: 0, p50: null, p90: null, p95: null, max: null },
    leadTimeSeconds: { n: 0, unknown: 0, negative: 0, p50: leadTime, p90: null },
    promotionTimeSeconds: [],
    recoveryTimeSeconds: { n: 0, open: 0, p50: null },
  }
}

const body: ApplicationInsights = {
  environment: "prod",
  from: "2026-03-01T00:00:00Z",
  to: "2026-04-01T00:00:00Z",
  bucket: "week",
  timeZone: "UTC",
  comparison: null,
  applications: [
    row("api", totalsOf(20, 1, null), totalsOf(10, 1, null), [5, 15]),
    row("search", totalsOf(0, 0, null), totalsOf(4, 0, null), [0, 0]),
    row("web", totalsOf(10, 2, 3600), totalsOf(0, 0, null), [10, 0]),
  ],
}

function row(application: string, totals: InsightTotals, previous: InsightTotals, trend: number[]) {
  return { application, totals, previous, comparison: null, trend }
}

const question = resolveInsightsQuery(
  {
    application: null,
    environment: "prod",
    range: "90d",
    from: null,
    to: null,
    at: null,
    bucket: null,
    timeZone: null,
    includeAnnulled: null,
    view: "applications",
    ...noComparison,
    compareBefore: "quarter",
    compareApplication: "api",
  },
  { applications: [], environments: ["prod"], defaultApplication: "", defaultEnvironment: "prod" },
  "UTC",
  new Date("2026-04-01T00:00:00Z"),
)

function renderTable(search = "", insights: ApplicationInsights = body) {
  return renderUi(
    <ApplicationTable question={question} pickers={() => null} empty={null} />,
    { "GET /api/v1/platform/deployments/insights/applications": { body: insights } },
    search,
  )
}
// Without a layout nothing has a size, and a virtualized list without a height renders no rows.
beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(600)
  vi.spyOn(HTMLElement.prototype, "offsetHeight", "get").mockReturnValue(36)
})

const names = () =>
  within(screen.getByRole("table", { name: "Applications" }))
    .getAllByRole("link")
    .map((link) => link.textContent)

describe("All applications side by side", () => {
  it("start with the most frequently deployed one, and link to the graphs of each in the same period", async () => {
    const { sent } = renderTable()
    expect(await screen.findByText("api")).toBeTruthy()
    expect(names()).toEqual(["api", "web", "search"])
    expect(sent[0]?.path).toContain("bucket=week")
    expect(sent[0]?.path).toContain("compareBefore=quarter")
    expect(sent[0]?.path).not.toContain("compareApplication")
    const link = new URL(
      screen.getByRole("link", { name: "web" }).getAttribute("href") ?? "",
      "http://a.test",
    )
    expect(Object.fromEntries(link.searchParams)).toMatchObject({
      application: "web",
      environment: "prod",
      range: "90d",
      compareBefore: "quarter",
    })
  })

  it("can be sorted by any metric in both directions, with missing values last", async () => {
    const { user } = renderTable()
    await screen.findByText("api")
    await user.click(screen.getByRole("button", { name: "Change fail rate" }))
    expect(names()).toEqual(["web", "api", "search"])
    await user.click(screen.getByRole("button", { name: "Change fail rate" }))
    expect(names()).toEqual(["api", "web", "search"])
    await user.click(screen.getByRole("button", { name: "Application" }))
    expect(names()).toEqual(["api", "search", "web"])
    await user.click(screen.getByRole("button", { name: "Lead time" }))
    expect(names()[0]).toBe("web")
  })

  it("keep the order from the URL", async () => {
    renderTable("?sort=application")
    await screen.findByText("api")
    expect(names()).toEqual(["api", "search", "web"])
  })

  it("show the change of each metric but the total from the comparison", async () => {
    const comparison = { environment: "prod", from: "2025-12-01T00:00:00Z", to: "2026-01-01T00:00:00Z" }
    const [api] = body.applications
    renderTable("", {
      ...body,
      comparison,
      applications: api ? [{ ...api, comparison: totalsOf(40, 4, null) }] : [],
    })
    await screen.findByText("api")
    const cells = screen.getAllByRole("cell").map((cell) => cell.textContent)
    expect(cells.slice(2, 5)).toEqual(["20", "↓down by 50% 2", "↓down by 5 pp 5%"])
    expect(screen.getByText(/compared with 1 Dec 2025 to 31 Dec 2025/)).toBeTruthy()
  })

  it("show no better or worse compared with another environment", async () => {
    const comparison = { environment: "dev", from: body.from, to: body.to }
    renderTable("", { ...body, comparison })
    await screen.findByText("api")
    expect(screen.getByText(/compared with dev\./)).toBeTruthy()
    expect(document.querySelector(".text-deployed, .text-failed")).toBeNull()
  })

  it("are exported as shown, with the compared values", async () => {
    const { user } = renderTable()
    await screen.findByText("api")
    await user.click(screen.getByRole("button", { name: "CSV" }))
    const [name, text] = vi.mocked(downloadCsv).mock.lastCall ?? []
    expect(name).toBe("applications")
    const metrics =
      "Deployments,Per day,Change fail rate,Rollback rate,Lead time,Recovery time,Rework rate".split(",")
    const [head, ...lines] = text?.split("\r\n") ?? []
    expect(head?.replaceAll('"', "").split(/,(?! )/)).toEqual([
      "Application",
      ...metrics,
      ...metrics.map((metric) => `${metric}, compared`),
    ])
    expect(lines).toEqual([
      "api,20,2,0.05,0,,,0,10,1,0.1,0,,,0",
      "web,10,1,0.2,0,3600,,0,0,0,,,,,",
      "search,0,0,,,,,,4,0.4,0,0,,,0",
      "",
    ])
  })
})
