import { screen, within } from "@testing-library/react"
import { expect, it, vi } from "vitest"
import { PlanTable } from "@/components/fleet/rollouts/wizard/plan-table"
import type { PlannedRelease, RolloutPlan } from "@/lib/fleet/rollouts/schema"
import { renderUi } from "@/tools/testing/render-ui"

function planned(tenantSlug: string, skipReason: PlannedRelease["skipReason"]): PlannedRelease {
  return {
    releaseId: crypto.randomUUID(),
    releaseName: `${tenantSlug}-ai`,
    namespace: tenantSlug,
    tenantId: crypto.randomUUID(),
    tenantSlug,
    tenantName: tenantSlug,
    cluster: "sandbox",
    wave: 0,
    fromVersion: "1.0.0",
    toVersion: "1.1.0",
    jump: "minor",
    current: null,
    skipReason,
    skipDetail: skipReason && "Skipped.",
  }
}

it("The planned changes come before the skipped releases, in the order of the rollout", () => {
  const plan: RolloutPlan = {
    chartName: "ai",
    repository: null,
    targetVersion: "1.1.0",
    path: null,
    previewDigest: "",
    upgrades: 2,
    skips: 2,
    waves: [{ name: "Everyone", selector: {}, releases: 2 }],
    releases: [
      planned("acme", "not_chosen"),
      planned("bolt", null),
      planned("core", "not_chosen"),
      planned("dune", null),
    ],
  }
  // Otherwise the virtualized table renders no rows.
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(600)
  vi.spyOn(HTMLElement.prototype, "offsetHeight", "get").mockReturnValue(36)
  renderUi(<PlanTable plan={plan} values={null} leftOut={[]} onLeaveOut={vi.fn()} />)
  const rows = within(screen.getByRole("table", { name: "Planned changes" })).getAllByRole("row")
  const tenants = rows.slice(1).map((row) => within(row).getAllByRole("cell")[0]?.textContent)
  expect(tenants).toEqual(["bolt", "dune", "acme", "core"])
})
