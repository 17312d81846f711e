import { expect, test } from "@/e2e/fixtures/test"
import { Table } from "@/e2e/ui/table"
import { pages } from "@/lib/platform/paths"

test.describe("Printing", () => {
  test("includes every loaded row, on as many pages as needed", async ({ page, slipway, application }) => {
    const tags = Array.from({ length: 80 }, (_, index) => `v1.0.${index}`)
    const deployedAt = (minute: number) => new Date(Date.UTC(2026, 1, 12, 0, minute)).toISOString()
    await slipway.importLines(
      tags.map((imageTag, index) =>
        JSON.stringify({ application, environment: "dev", imageTag, deployedAt: deployedAt(index) }),
      ),
    )
    await page.goto(pages.history({ application }))
    const table = new Table(page, "Deployment history, newest first")
    await expect(table.row("v1.0.79")).toBeVisible()
    await expect(table.row("v1.0.10")).toHaveCount(0)
    // Repeated until the page is hydrated: the server-rendered page is visible before that.
    await expect(async () => {
      await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")))
      await expect(table.row("v1.0.10")).toHaveCount(1, { timeout: 1_000 })
    }).toPass()
    await page.evaluate(() => window.dispatchEvent(new Event("afterprint")))
    expect(pagesOf(await page.pdf())).toBeGreaterThan(1)
  })

  test("fits every column of a list to its words, without the filters", async ({
    page,
    slipway,
    application,
  }) => {
    await slipway.record({ application, environment: "dev", imageTag: "v1", initiatedBy: "maya" })
    await page.goto(pages.history({ application }))
    const row = new Table(page, "Deployment history, newest first").row("v1")
    await expect(row).toBeVisible()
    await page.emulateMedia({ media: "print" })
    await page.setViewportSize({ width: 703, height: 1000 })
    const filters = page.getByRole("search")
    await expect(filters.getByRole("button").or(filters.getByRole("searchbox"))).toHaveCount(0)
    await expect(filters).toContainText(`Application ${application}`)
    const cells = row.getByRole("cell")
    await expect
      .poll(() => cells.evaluateAll((elements) => Math.min(...elements.map((cell) => cell.clientWidth))))
      .toBeGreaterThan(40)
  })

  test("lists are no wider than an A4 page", async ({ page, slipway, application }) => {
    await slipway.record({
      application,
      environment: "prod",
      imageTag: `sha256-${"0".repeat(64)}`,
      gitBranch: `feature/${"x".repeat(100)}`,
      initiatedBy: "y".repeat(60),
    })
    await page.emulateMedia({ media: "print" })
    const lists = [
      pages.running(),
      pages.history(),
      pages.promotions(),
      pages.timeline({ view: "table" }),
      pages.insights({ view: "applications" }),
      pages.audit(),
    ]
    for (const path of lists) {
      await page.setViewportSize({ width: 1440, height: 900 })
      await page.goto(path)
      await expect(page.locator("tbody tr").first()).toBeVisible()
      await page.setViewportSize({ width: 703, height: 1000 })
      const beyond = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      await expect.poll(beyond, path).toBeLessThanOrEqual(0)
    }
  })

  test("renders Insights as a report without navigation and buttons", async ({
    page,
    slipway,
    application,
  }) => {
    await slipway.record({ application, environment: "dev", imageTag: "v1" })
    await page.goto(pages.insights({ application, environment: "dev" }))
    await expect(page.getByRole("heading", { name: "Deployment frequency" })).toBeVisible()
    await page.emulateMedia({ media: "print" })
    await expect(page.getByRole("navigation", { name: "Main" })).toHaveCount(0)
    await expect(page.getByRole("heading", { level: 1, name: "Insights" })).toBeVisible()
    await expect(page.getByText(`${application} in dev`, { exact: true })).toBeVisible()
    await expect(page.getByRole("main").getByRole("button")).toHaveCount(0)
    expect(pagesOf(await page.pdf())).toBeGreaterThan(1)
  })
})

function pagesOf(pdf: Buffer): number {
  return pdf.toString("latin1").match(/\/Type \/Page\b/g)?.length ?? 0
}
