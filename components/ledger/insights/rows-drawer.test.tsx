import { screen } from "@testing-library/react"
import { expect, it, vi } from "vitest"
import {
  type InsightFilter,
  noComparison,
  resolveInsightsQuery,
} from "@/components/ledger/insights/insights-query"
import { RowsDrawer } from "@/components/ledger/insights/rows-drawer"
import { renderUi } from "@/tools/testing/render-ui"

const choices = { applications: [], environments: [], defaultApplication: "", defaultEnvironment: "" }
const filter: Omit<InsightFilter, "application" | "environment"> = {
  view: "graphs",
  range: "30d",
  from: null,
  to: null,
  at: null,
  bucket: null,
  timeZone: null,
  includeAnnulled: null,
  ...noComparison,
}

function renderRows(application: string, environment: string) {
  const rowsFilter = { ...filter, application, environment }
  const rows = { metric: "promotionTimeSeconds", part: "counted", bucketStart: null } as const
  return renderUi(
    <RowsDrawer
      question={resolveInsightsQuery(rowsFilter, choices, "UTC", new Date())}
      rows={rows}
      insights={undefined}
      onPart={vi.fn()}
      onClose={vi.fn()}
    />,
    { "GET /api/v1/platform/deployments/insights/rows": { body: [] } },
  )
}

const heads = () => screen.getAllByRole("columnheader").map((head) => head.textContent)

it("the rows of a metric name application and environment if several are counted", async () => {
  renderRows("*", "*")
  await screen.findByText("No rows")
  expect(heads()).toEqual(["Image tag", "Application", "Environment", "Status", "Deployed", "Measured"])
})

it("the rows of a promotion time are those of its tile, from the lowest stage", async () => {
  const { sent } = renderRows("checkout", "prod")
  await screen.findByText("No rows")
  expect(heads()).toEqual(["Image tag", "Status", "Deployed", "Measured"])
  expect(sent[0]?.path).toContain("kind=whole")
})
