import { expect, test } from "@/e2e/fixtures/test"
import { DeploymentDetails } from "@/e2e/ui/deployment-details"
import { TimelinePage } from "@/e2e/ui/timeline-page"

const hours = (count: number) => new Date(Date.now() - count * 3_600_000).toISOString()

test.describe("Timeline", () => {
  test("moves through the records with arrow keys, and opens one with Enter", async ({
    page,
    slipway,
    application,
  }) => {
    await slipway.record({ application, environment: "dev", imageTag: "first", deployedAt: hours(9) })
    await slipway.record({ application, environment: "dev", imageTag: "second", deployedAt: hours(5) })
    await slipway.record({ application, environment: "staging", imageTag: "first", deployedAt: hours(4) })
    const timeline = new TimelinePage(page)
    await timeline.open({ application, range: "24h" })
    await timeline.walkTo(`first of ${application} in staging`, "ArrowLeft")
    await expect(timeline.walked).toContainText("in staging: Deployed")
    await timeline.press("ArrowUp")
    await expect(timeline.walked).toContainText(`second of ${application} in dev`)
    await timeline.press("ArrowLeft")
    await expect(timeline.walked).toContainText(`first of ${application} in dev`)
    await timeline.press("Enter")
    await expect(new DeploymentDetails(page).drawer).toContainText("Path of this version")
    await expect(page).toHaveURL(/deployment=/)
  })

  test("keeps a zoomed or panned view in the URL, and returns to the present with a preset", async ({
    page,
    slipway,
    application,
  }) => {
    await slipway.record({ application, environment: "dev", imageTag: "v1", deployedAt: hours(9) })
    const timeline = new TimelinePage(page)
    await timeline.open({ application, range: "7d" })
    await timeline.zoomByWheel()
    await expect.poll(() => timeline.window()).not.toBeNull()
    const zoomed = timeline.window()
    await timeline.drag(200)
    await expect.poll(() => timeline.window()?.from).toBeLessThan(zoomed?.from ?? 0)
    await timeline.choose("24 h")
    await expect(timeline.preset("24 h")).toHaveAttribute("aria-pressed", "true")
    await expect(page).toHaveURL(/range=24h/)
    expect(timeline.window()).toBeNull()
  })

  test("lists the same window as a table, newest first", async ({ page, slipway, application }) => {
    await slipway.record({ application, environment: "dev", imageTag: "inside", deployedAt: hours(5) })
    await slipway.record({ application, environment: "dev", imageTag: "before", deployedAt: hours(500) })
    const timeline = new TimelinePage(page)
    await timeline.open({ application, range: "24h" })
    await timeline.showTable()
    await expect(timeline.table).toContainText("inside")
    await expect(timeline.table).not.toContainText("before")
    await expect(page).toHaveURL(/view=table/)
    await timeline.choose("30 d")
    await expect(timeline.table).toContainText("before")
    await timeline.show("Deployments")
    await expect(page).toHaveURL(/view=deployments/)
    await timeline.show("Versions")
    await expect(page).not.toHaveURL(/view=/)
  })

  test("opens a selected range as a filter of the history", async ({ page, slipway, application }) => {
    await slipway.record({ application, environment: "dev", imageTag: "v1", deployedAt: hours(2) })
    const timeline = new TimelinePage(page)
    await timeline.open({ application, range: "24h" })
    await timeline.drag(300, { select: true })
    await timeline.selectionInHistory()
    await expect(page).toHaveURL(new RegExp(`/history\\?.*application=${application}.*from=.*to=`))
  })

  test("shows a new deployment and a new lane without a reload", async ({ page, slipway, application }) => {
    await slipway.record({ application, environment: "dev", imageTag: "known", deployedAt: hours(3) })
    const timeline = new TimelinePage(page)
    await timeline.open({ application, range: "24h" })
    await timeline.walkTo("known", "ArrowLeft")
    await slipway.record({ application, environment: "dev", imageTag: "just-now" })
    await timeline.walkTo("just-now", "ArrowRight")
    await slipway.record({ application, environment: "staging", imageTag: "just-now" })
    await expect(timeline.laneName("staging")).toBeVisible()
  })

  test("shows an empty state for an empty window and links to the newest record", async ({
    page,
    slipway,
    application,
  }) => {
    await slipway.record({ application, environment: "dev", imageTag: "v1", deployedAt: hours(1) })
    const timeline = new TimelinePage(page)
    await timeline.open({ from: "1999-01-01T00:00:00.000Z", to: "1999-02-01T00:00:00.000Z" })
    await expect(timeline.emptiness).toBeVisible()
    await timeline.goToNewest()
    await expect(timeline.emptiness).toBeHidden()
  })

  test("shows which version ran when, and opens its deployment", async ({ page, slipway, application }) => {
    await slipway.record({ application, environment: "dev", imageTag: "v1", deployedAt: hours(12) })
    await slipway.record({ application, environment: "dev", imageTag: "v2", deployedAt: hours(4) })
    const timeline = new TimelinePage(page)
    await timeline.open({ application, range: "24h" })
    await timeline.pointAt({ hoursAgo: 8, row: 0 })
    await expect(timeline.hovered).toContainText("v1")
    await expect(timeline.hovered).toContainText("Ran for 8 h")
    await timeline.pointAt({ hoursAgo: 2, row: 0 })
    await expect(timeline.hovered).toContainText("v2")
    await expect(timeline.hovered).toContainText("Running for")
    await timeline.pointAt({ hoursAgo: 8, row: 0, click: true })
    await expect(new DeploymentDetails(page).drawer).toContainText("v1")
  })

  test("leaves most of a phone to the lanes", async ({ page, slipway, application }) => {
    await slipway.record({ application, environment: "prod", imageTag: "v1", deployedAt: hours(3) })
    await page.setViewportSize({ width: 390, height: 844 })
    const timeline = new TimelinePage(page)
    await timeline.open({ application, range: "24h" })
    await expect(timeline.laneName("prod")).toBeVisible()
    const lanes = await timeline.lanes.boundingBox()
    expect(lanes?.y).toBeLessThan(200)
    expect(lanes?.height).toBeGreaterThan(500)
    await page.getByRole("button", { name: "Filters (1)" }).click()
    await expect(page.getByRole("dialog", { name: "Filters" })).toContainText(application)
    await page.keyboard.press("Escape")
    await page.getByRole("button", { name: `Remove filter: Application ${application}` }).click()
    await expect(page.getByRole("button", { name: "Filters", exact: true })).toBeFocused()
    await expect(page).not.toHaveURL(/application=/)
  })
})
