import { screen } from "@testing-library/react"
import { expect, it, vi } from "vitest"
import { PromotionsView } from "@/app/(console)/promotions/promotions-view"
import { LiveProvider } from "@/components/layout/live"
import { ShellActions } from "@/components/layout/shell-actions"
import type { Promotion } from "@/lib/ledger/promotions/schema"
import { renderUi } from "@/tools/testing/render-ui"

const production = Array.from({ length: 12 }, (_, index) => `production/p${index}`)
const stages = ["dev", ...production]
const step = (environment: string, day: string, waitedSeconds: number | null) => ({
  environment,
  deployedAt: `2026-02-${day}T10:00:00Z`,
  deploymentId: environment,
  waitedSeconds,
})
const promotion: Promotion = {
  application: "shop",
  imageTag: "v1.0.0",
  steps: [step("dev", "01", null), step("production/p0", "03", 172_800), step("production/p1", "02", 86_400)],
  skipped: production.slice(2),
  outOfOrder: false,
  live: ["production/p1"],
}

class SilentEvents extends EventTarget {
  close() {}
}

it("many environments of a stage share a column, with the first arrival and where the tag runs", async () => {
  vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(600)
  vi.spyOn(HTMLElement.prototype, "offsetHeight", "get").mockReturnValue(36)
  const lanes = stages.map((environment) => ({ application: "shop", environment }))
  vi.stubGlobal("EventSource", SilentEvents)
  const user = { name: "Ada", email: "ada@example.test", role: "VIEWER" } as const
  renderUi(
    <LiveProvider>
      <ShellActions user={user}>
        <PromotionsView applications={["shop"]} stages={stages} lanes={lanes} />
      </ShellActions>
    </LiveProvider>,
    { "GET /api/v1/platform/deployments/promotions": { body: [promotion] } },
  )
  const cell = await screen.findByRole("link", { name: /in 2/ })
  expect(cell.textContent).toMatch(/^2 Feb.*in 21 live$/)
  expect(cell.getAttribute("href")).toBe("/history?application=shop&imageTag=v1.0.0")
  expect(cell.title).toBe("production/p0, production/p1")
  expect(screen.getAllByRole("columnheader").map(({ textContent }) => textContent)).toEqual([
    "Image tag",
    "Application",
    "dev",
    "production · 12",
    "Path",
  ])
  // Narrow enough for a screen of 1440 pixels with the navigation and seven stages.
  const table = screen.getByRole("table")
  expect(Number.parseInt(table.style.minWidth, 10) + 5 * 98).toBeLessThan(1168)
})
