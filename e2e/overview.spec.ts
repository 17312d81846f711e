import { expect, test } from "@/e2e/fixtures/test"
import { OverviewPage } from "@/e2e/ui/overview-page"
import { RunningPage } from "@/e2e/ui/running-page"

const hours = (count: number) => new Date(Date.now() - count * 3_600_000).toISOString()

test.describe("Overview", () => {
  test("shows what runs in each environment, since when, by whom, what comes next and how far it is behind", async ({
    page,
    slipway,
    application,
  }) => {
    const by = { application, initiatedBy: "ada" }
    await slipway.record({ ...by, environment: "dev", imageTag: "v1.0.0", deployedAt: hours(9) })
    await slipway.record({ ...by, environment: "staging", imageTag: "v1.0.0", deployedAt: hours(8) })
    await slipway.record({ ...by, environment: "dev", imageTag: "v1.1.0", deployedAt: hours(3) })
    await slipway.record({ ...by, environment: "staging", imageTag: "v1.1.0", status: "PENDING" })
    const overview = new OverviewPage(page)
    await overview.open({ application })
    await expect(overview.card("dev")).toContainText("v1.1.0")
    await expect(overview.card("dev")).toContainText("3 h ago by ada")
    await expect(overview.card("staging")).toContainText("v1.0.0")
    await expect(overview.card("staging")).toContainText("next")
    await expect(overview.card("staging")).toContainText("1 version and less than a day behind dev (minor)")
  })

  test("shows a new deployment without a reload", async ({ page, slipway, application }) => {
    await slipway.record({ application, environment: "dev", imageTag: "before" })
    const overview = new OverviewPage(page)
    await overview.open({ application })
    await overview.untilLive()
    const isSameDocument = await overview.markDocument()
    await slipway.record({ application, environment: "dev", imageTag: "after" })
    await expect(overview.card("dev")).toContainText("after")
    await expect(overview.activity).toContainText("after was deployed to dev")
    expect(await isSameDocument()).toBe(true)
  })

  test("stops live updates while paused and catches up when resumed", async ({
    page,
    slipway,
    application,
  }) => {
    await slipway.record({ application, environment: "dev", imageTag: "before" })
    const overview = new OverviewPage(page)
    await overview.open({ application })
    await overview.untilLive()
    await overview.pauseOrGoOn()
    await slipway.record({ application, environment: "dev", imageTag: "v2-paused" })
    await expect(overview.card("dev")).toContainText("before")
    await overview.pauseOrGoOn()
    await expect(overview.card("dev")).toContainText("v2-paused")
  })

  test("lists and links failed, stuck and rolled back deployments", async ({
    page,
    slipway,
    application,
  }) => {
    await slipway.record({ application, environment: "dev", imageTag: "v2", status: "FAILED" })
    await slipway.record({
      application,
      environment: "staging",
      imageTag: "v3",
      status: "PENDING",
      deployedAt: hours(2),
    })
    const overview = new OverviewPage(page)
    await overview.open({ application })
    await expect(overview.card("dev")).toContainText("Latest deployment failed")
    await expect(overview.attention).toContainText("Latest deployment failed")
    await expect(overview.attention).toContainText("v2 in dev")
    await expect(overview.attention).toContainText("v3 in staging")
    await overview.attention.getByRole("link", { name: "v2" }).click()
    await expect(page.getByRole("heading", { name: "v2", level: 1 })).toBeVisible()
  })

  test("shows an empty state before the first deployment", async ({ page, slipway, application }) => {
    await slipway.record({ application, environment: "dev", imageTag: "v1" })
    const overview = new OverviewPage(page)
    await overview.open({ application: `not-${application}` })
    await expect(overview.activity).toContainText("No deployments yet.")
    await expect(page.getByText(`not-${application} was not deployed anywhere yet.`)).toBeVisible()
  })

  test("goes back in time: the URL contains the time", async ({ page, slipway, application }) => {
    await slipway.record({ application, environment: "dev", imageTag: "old", deployedAt: hours(48) })
    await slipway.record({ application, environment: "dev", imageTag: "new", deployedAt: hours(1) })
    const overview = new OverviewPage(page)
    await overview.open({ application, at: hours(24) })
    await expect(overview.card("dev")).toContainText("old")
    await expect(overview.activity).not.toContainText("new was deployed to dev")
  })

  test("shows the total of each number", async ({ page, slipway, application }) => {
    for (const imageTag of ["v1", "v2", "v3"]) {
      await slipway.record({ application, environment: "prod", imageTag, deployedAt: hours(20) })
    }
    const overview = new OverviewPage(page)
    await overview.open({ application })
    await expect(overview.number("Deployments per day")).toContainText("3 deployments")
    await expect(overview.number("Rollback rate")).toContainText("0 of 3")
  })

  test("shows production first, even on a phone", async ({ page, slipway, application }) => {
    for (const environment of ["dev", "staging", "prod"]) {
      await slipway.record({ application, environment, imageTag: "v1" })
    }
    await page.setViewportSize({ width: 390, height: 844 })
    const overview = new OverviewPage(page)
    await overview.open({ application })
    await expect(overview.cards.first()).toContainText("prod")
    await expect(overview.card("prod").getByRole("link", { name: "Healthy" })).toBeInViewport()
  })

  test("opens the rows that a number counts", async ({ page, slipway, application }) => {
    await slipway.record({ application, environment: "dev", imageTag: "v2", deployedAt: hours(2) })
    await slipway.record({ application, environment: "prod", imageTag: "v1", initiatedBy: "ada" })
    const overview = new OverviewPage(page)
    const running = new RunningPage(page)
    // Again if another test recorded something in between.
    await expect(async () => {
      await overview.open({ application: "*" })
      const link = overview.card("prod").getByRole("link", { name: /^[\d,]+ running$/ })
      const count = Number((await link.textContent())?.replace(/\D/g, ""))
      await link.click()
      await expect(running.choice("running")).toHaveAccessibleName(`${count} running`, { timeout: 3_000 })
    }).toPass()
    await running.search(application)
    await expect(running.rows).toHaveCount(1)
    await expect(running.rows).toContainText("v1")
    await expect(running.rows).toContainText("ada")
    await expect(running.rows).toContainText("1 v")
  })
})
