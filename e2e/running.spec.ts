import { readFile } from "node:fs/promises"
import { expect, test } from "@/e2e/fixtures/test"
import { RunningPage } from "@/e2e/ui/running-page"

const hours = (count: number) => new Date(Date.now() - count * 3_600_000).toISOString()

test.describe("Running", () => {
  test("lists what runs where, since when and by whom, production first", async ({
    page,
    slipway,
    application,
  }) => {
    await slipway.record({ application, environment: "dev", imageTag: "v2", deployedAt: hours(3) })
    await slipway.record({
      application,
      environment: "prod",
      imageTag: "v1",
      deployedAt: hours(2),
      initiatedBy: "ada",
    })
    const running = new RunningPage(page)
    await running.open({ application })
    await expect(running.rows).toHaveCount(2)
    await expect(running.rows.first()).toContainText("prod")
    await expect(running.rows.first()).toContainText("2 h ago")
    await expect(running.rows.first()).toContainText("ada")
  })

  test("has as many rows as each state shows, and the state is in the URL", async ({
    page,
    slipway,
    application,
  }) => {
    for (const environment of ["dev", "staging"]) {
      await slipway.record({ application, environment, imageTag: "v1", deployedAt: hours(5) })
      await slipway.record({
        application,
        environment,
        imageTag: "v2",
        status: "FAILED",
        deployedAt: hours(2),
      })
    }
    await slipway.record({ application, environment: "prod", imageTag: "v2", status: "PENDING" })
    const running = new RunningPage(page)
    await running.open({ application })
    await expect(running.choice("failed")).toHaveAccessibleName("2 failed")
    await running.choice("failed").check({ force: true })
    await expect(running.rows).toHaveCount(2)
    await expect(running.rows.first()).toContainText("v1")
    await expect(running.rows.first().getByRole("link", { name: "v2" })).toBeVisible()
    await expect(page).toHaveURL(/condition=failed/)
    await page.reload()
    await expect(running.choice("failed")).toBeChecked()
    await running.choice("deploying").check({ force: true })
    await expect(running.rows).toHaveCount(1)
    await expect(running.rows).toContainText("not running")
  })

  test("counts the rows that match an alias and a search, and saves them as CSV", async ({
    page,
    slipway,
    application,
  }) => {
    await slipway.record({ application, environment: "prod", imageTag: "v1" })
    await slipway.record({ application, environment: "dev", imageTag: "v1" })
    const running = new RunningPage(page)
    await running.open({ q: application, environment: "production" })
    await expect(running.rows).toHaveCount(1)
    await expect(running.choice("running")).toHaveAccessibleName("1 running")
    const download = page.waitForEvent("download")
    await page.getByRole("link", { name: "CSV" }).click()
    const lines = (await readFile(await (await download).path(), "utf8")).trim().split("\r\n")
    expect(lines.slice(1).map((line) => line.split(",").slice(0, 3))).toEqual([[application, "prod", "v1"]])
  })

  test("follows new deployments without a reload", async ({ page, slipway, application }) => {
    await slipway.record({ application, environment: "prod", imageTag: "before" })
    const running = new RunningPage(page)
    await running.open({ application })
    await expect(page.getByRole("button", { name: /status: Live$/ }).first()).toBeVisible()
    await slipway.record({ application, environment: "prod", imageTag: "after" })
    await expect(running.rows).toContainText("after")
  })

  test("goes back in time", async ({ page, slipway, application }) => {
    await slipway.record({ application, environment: "prod", imageTag: "old", deployedAt: hours(48) })
    await slipway.record({ application, environment: "prod", imageTag: "new", deployedAt: hours(1) })
    const running = new RunningPage(page)
    await running.open({ application, at: hours(24) })
    await expect(running.rows).toContainText("old")
  })
})
