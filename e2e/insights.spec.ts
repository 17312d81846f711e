import type { Locator } from "@playwright/test"
import { expect, test } from "@/e2e/fixtures/test"
import { InsightsPage } from "@/e2e/ui/insights-page"
import { OverviewPage } from "@/e2e/ui/overview-page"
import { pages } from "@/lib/platform/paths"

const hours = (count: number) => new Date(Date.now() - count * 3_600_000).toISOString()

test.describe("Insights", () => {
  test("explains a number with its formula, n and rows", async ({ page, slipway, application }) => {
    await slipway.record({ application, environment: "prod", imageTag: "went-bad", status: "ROLLED_BACK" })
    await slipway.record({ application, environment: "prod", imageTag: "stayed" })
    const insights = new InsightsPage(page)
    await insights.open({ application })
    await expect(insights.tile("Deployments per day")).toContainText("2 deployments")
    await expect(insights.tile("Rollback rate")).toContainText("50%")
    await insights.explain("Rollback rate")
    await expect(page.getByText("rolled back ÷ reached", { exact: true })).toBeVisible()
    await insights.showRows()
    await expect(insights.row("went-bad")).toBeVisible()
    await expect(insights.row("stayed")).toHaveCount(0)
    await page.keyboard.press("Escape")
    await insights.tile("Rollback rate").getByRole("button", { name: "1 of 2" }).click()
    await expect(page.getByRole("radio", { name: "Counted 1" })).toBeChecked()
    await insights.part("Based on 2")
    await expect(insights.row("stayed")).toBeVisible()
    await expect(page).toHaveURL(/rows=rollbackRate.*part=population|part=population.*rows=rollbackRate/)
  })

  test("compares with another application, with the figures of its own insights", async ({
    page,
    slipway,
    application,
  }) => {
    const other = `${application}-other`
    const record = (application: string, imageTag: string, hoursAgo: number, status = "DEPLOYED") =>
      slipway.record({ application, environment: "prod", imageTag, status, deployedAt: hours(hoursAgo) })
    await record(application, "v1", 30)
    for (const hoursAgo of [50, 40, 30]) await record(other, `v${hoursAgo}`, hoursAgo)
    await record(other, "v9", 20, "ROLLED_BACK")
    const insights = new InsightsPage(page)
    await insights.open({ application, environment: "prod", range: "30d", compareApplication: other })
    await expect(page.getByText(`compared with ${other}.`)).toBeVisible()
    await expect(insights.tile("Rollback rate")).toContainText("25 pp against 25%")
    await insights.asTable("Deployment frequency")
    await expect(page.getByRole("columnheader", { name: other }).first()).toBeVisible()
    await page.getByRole("button", { name: "Compare with Another application" }).click()
    await page.getByRole("menuitemradio", { name: "A year before" }).click()
    await expect(page).toHaveURL(/compareBefore=year/)
    await expect(page).not.toHaveURL(/compareApplication/)
    await expect(insights.tile("Rollback rate")).toContainText("no comparison")
  })

  for (const [device, width] of [
    ["a desktop", 1440],
    ["a phone", 390],
  ] as const) {
    test(`saves this quarter against the last, three clicks from the overview on ${device}`, async ({
      page,
      slipway,
      application,
    }) => {
      await slipway.record({ application, environment: "prod", imageTag: "v1" })
      await page.setViewportSize({ width, height: 844 })
      const insights = new InsightsPage(page)
      let clicks = 0
      const click = (target: Locator) => {
        clicks += 1
        return target.click()
      }
      await new OverviewPage(page).open({ application: "*" })
      await click(page.getByRole("button", { name: /^Search/ }))
      await page.getByRole("combobox", { name: "Search and actions" }).fill(application)
      await click(
        page.getByRole("option", { name: `Insights of ${application} this quarter vs last quarter` }),
      )
      await expect(insights.tile("Deployments per day")).toContainText("1 deployment")
      await expect(insights.tile("Deployments per day")).toBeInViewport()
      expectQuarters(await insights.saveReport("CSV", click), application)
      expect(clicks).toBe(3)

      clicks = 0
      await new OverviewPage(page).open({ application })
      await click(page.getByRole("link", { name: "This quarter vs last quarter" }))
      await expect(insights.tile("Deployments per day")).toContainText("1 deployment")
      expectQuarters(await insights.saveReport("CSV", click), application)
      expect(clicks).toBe(2)
    })
  }

  test("offers a range together with its comparison, and shows an empty state if nothing was deployed", async ({
    page,
    slipway,
    application,
  }) => {
    await slipway.record({ application, environment: "prod", imageTag: "v1", deployedAt: hours(24 * 8) })
    const insights = new InsightsPage(page)
    await insights.open({ application, environment: "prod" })
    await insights.chooseRange("This quarter vs all of last quarter")
    await expect(page).toHaveURL(/range=this-quarter/)
    await expect(page).toHaveURL(/compareRange=last-quarter/)
    await expect(page.getByRole("button", { name: "Compare with All of last quarter" })).toBeVisible()
    await insights.chooseRange("Last 7 days")
    await expect(page).toHaveURL(/range=7d/)
    await expect(page).not.toHaveURL(/compareRange/)
    await expect(page.getByText("No deployments in this period")).toBeVisible()
  })

  test("keeps an annotation on the graphs until it is removed", async ({ page, slipway, application }) => {
    await slipway.record({ application, environment: "prod", imageTag: "v1", deployedAt: hours(30) })
    const insights = new InsightsPage(page)
    await insights.open({ application, environment: "prod", range: "7d" })
    await page.getByRole("button", { name: "Add annotation" }).click()
    const dialog = page.getByRole("dialog")
    await dialog.getByLabel("Kind").selectOption("Freeze")
    await dialog.getByLabel("Text").fill("Release freeze")
    await dialog.getByLabel("End").fill(hours(-30).slice(0, 16))
    await dialog.getByRole("button", { name: "Create annotation" }).click()
    const list = page.getByRole("list", { name: "Annotations" })
    await expect(list).toContainText(`Freeze Release freeze`)
    await expect(list).toContainText(`${application} in prod`)
    await insights.asTable("Deployment frequency")
    await expect(page.getByRole("table", { name: "Deployment frequency" })).toContainText(
      "Freeze: Release freeze",
    )
    await page.getByRole("button", { name: "Edit annotation 1" }).click()
    await dialog.getByLabel("Text").fill("Release freeze, extended")
    await dialog.getByRole("button", { name: "Save" }).click()
    await expect(list).toContainText("extended")
    await page.getByRole("button", { name: "Remove annotation 1" }).click()
    await dialog.getByRole("button", { name: "Remove" }).click()
    await expect(page.getByText("No annotations in this period.")).toBeVisible()
  })

  test("explains what to send for metrics without data, and saves the whole report as a picture", async ({
    page,
    slipway,
    application,
  }) => {
    await slipway.record({ application, environment: "prod", imageTag: "v1", deployedAt: hours(30) })
    const insights = new InsightsPage(page)
    await insights.open({ application, environment: "prod", range: "7d" })
    await expect(insights.tile("Change lead time")).toContainText("Send committedAt to fill it.")
    await expect(page.getByText("1 first arrival, none with a commit time")).toBeVisible()
    await page.getByText("How long a commit takes until it runs in the environment.").click()
    await expect(page.getByText("deployedAt − committedAt of the first arrival")).toBeVisible()
    const png = await insights.saveReport("PNG")
    expect(png.subarray(1, 4).toString()).toBe("PNG")
  })

  test("has a digest of each week with what was rolled back, by whom and why", async ({
    page,
    slipway,
    application,
  }) => {
    const record = (imageTag: string, day: number, more: object = {}) =>
      slipway.record({
        application,
        environment: "prod",
        imageTag,
        deployedAt: `2024-03-${day}T10:00:00Z`,
        ...more,
      })
    await record("v1", 11)
    await record("v2", 12)
    await record("v1", 13, { initiatedBy: "maya", notes: "checkout was slow" })
    await record("v3", 14, { status: "FAILED" })
    await page.goto(pages.insights({ application }))
    await page.getByRole("link", { name: "Weekly digest" }).click()
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(/^Week \d+ of \d+$/)
    await page.goto(pages.digest("2024-W11", { timeZone: "UTC" }))
    const list = (name: string) => page.getByRole("list", { name, exact: true })
    const rollback = list("Rollbacks").getByRole("listitem").filter({ hasText: application })
    await expect(rollback).toContainText("v2 → v1")
    await expect(rollback).toContainText("checkout was slow")
    await expect(rollback).toContainText("by maya")
    await expect(list("Failures")).toContainText(application)
    await expect(list("New applications")).toContainText(application)
    await expect(page.getByRole("table", { name: "Deployments by environment" })).toContainText("prod")
    await page.getByRole("link", { name: "Next week" }).click()
    await expect(page).toHaveURL(/2024-W12\?timeZone=UTC/)
    await expect(page.getByText("11 Mar 2024 to 17 Mar 2024")).toHaveCount(0)
    await page.goto("/insights/weeks/2025-W53")
    await expect(page.getByRole("heading", { name: /not found/i })).toBeVisible()
  })
})

/** The report of an application for the current and the previous quarter. */
function expectQuarters(csv: Buffer, application: string): void {
  const text = csv.toString()
  expect(text).toContain(`Report,Application,,,${application},`)
  const [from, before] = ["Window", "Compared with"].map((line) => {
    const [, start = ""] = text.match(new RegExp(`^Report,${line},([^,]+),`, "m")) ?? []
    return Date.parse(start)
  })
  const days = ((from ?? 0) - (before ?? 0)) / 86_400_000
  expect(Math.round(days)).toBeGreaterThanOrEqual(90)
  expect(Math.round(days)).toBeLessThanOrEqual(92)
}
