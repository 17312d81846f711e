import { screen, within } from "@testing-library/react"
import { expect, it, vi } from "vitest"
import { PlanTable } from "@/components/fleet/rollouts/wizard/plan-table"
import { renderUi } from "@/tools/testing/render-ui"
import { plannedRelease, rolloutPlan } from "@/tools/testing/rollout-plan"

it("The planned changes come before the skipped releases, in the order of the rollout", () => {
  const plan = rolloutPlan(
    ["Everyone"],
    [
      plannedRelease("acme", "not_chosen"),
      plannedRelease("bolt", null),
      plannedRelease("core", "not_chosen"),
      plannedRelease("dune", null),
    ],
  )
  // Otherwise the virtualized table renders no rows.
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(600)
  vi.spyOn(HTMLElement.prototype, "offsetHeight", "get").mockReturnValue(36)
  renderUi(<PlanTable plan={plan} values={null} excluded={[]} onExclude={vi.fn()} />)
  const rows = within(screen.getByRole("table", { name: "Planned changes" })).getAllByRole("row")
  const tenants = rows.slice(1).map((row) => within(row).getAllByRole("cell")[0]?.textContent)
  expect(tenants).toEqual(["bolt", "dune", "acme", "core"])
})
