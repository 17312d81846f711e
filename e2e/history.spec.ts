import { readFile } from "node:fs/promises"
import { expect, test } from "@/e2e/fixtures/test"
import { HistoryPage } from "@/e2e/ui/history-page"

const hours = (count: number) => new Date(Date.now() - count * 3_600_000).toISOString()

test.describe("History", () => {
  test("lists deployments newest first, and keeps its filters in the URL and in the CSV", async ({
    page,
    slipway,
    application,
  }) => {
    await slipway.record({ application, environment: "dev", imageTag: "v1", deployedAt: hours(3) })
    await slipway.record({ application, environment: "staging", imageTag: "v2", deployedAt: hours(1) })
    await slipway.record({
      application,
      environment: "dev",
      imageTag: "v3",
      deployedAt: hours(2),
      status: "FAILED",
    })
    const history = new HistoryPage(page)
    await history.open({ application })
    await expect.poll(() => history.tags()).toEqual(["v2", "v3", "v1"])
    await history.chooseStatus("Failed")
    await expect.poll(() => history.tags()).toEqual(["v3"])
    await expect(page).toHaveURL(/status=FAILED/)
    await page.reload()
    await expect.poll(() => history.tags()).toEqual(["v3"])
    const text = await readFile(await (await history.downloadCsv()).path(), "utf8")
    const [, ...rows] = text.trim().split("\n")
    expect(rows).toEqual([expect.stringContaining(",v3,FAILED,")])
  })

  test("filters by tag prefix from the keyboard, and shows an empty state", async ({
    page,
    slipway,
    application,
  }) => {
    await slipway.record({ application, environment: "dev", imageTag: `${application}-one` })
    await slipway.record({ application, environment: "dev", imageTag: `${application}-two` })
    const history = new HistoryPage(page)
    await history.open()
    await history.search(`${application}-t`)
    await expect.poll(() => history.tags()).toEqual([`${application}-two`])
    await history.open({ application, q: "no-such-thing" })
    await expect(history.emptyState).toBeVisible()
  })

  test("loads more pages while scrolling, each row once", async ({ page, slipway, application }) => {
    const lines = Array.from({ length: 150 }, (_, index) =>
      JSON.stringify({
        application,
        environment: "dev",
        imageTag: `v${index}`,
        deployedAt: hours(200 - index),
      }),
    )
    await slipway.importLines(lines)
    const history = new HistoryPage(page)
    await history.open({ application })
    await expect(history.row("v149")).toBeVisible()
    await history.rows.first().locator("[data-row-link]").focus()
    await expect(async () => {
      await page.keyboard.press("End")
      await expect(history.row("v0")).toBeVisible({ timeout: 500 })
    }).toPass()
  })

  test("shows the selected columns, and keeps them in every browser of a user", async ({
    pageAs,
    slipway,
    application,
  }) => {
    await slipway.record({ application, environment: "dev", imageTag: "v1", notes: "a ticket" })
    const history = new HistoryPage(await pageAs("VIEWER"))
    await history.open({ application })
    await expect(history.column("Notes")).toBeHidden()
    await history.showColumn("Notes")
    await expect(history.column("Notes")).toBeVisible()
    await expect(history.row("v1")).toContainText("a ticket")
    const otherBrowser = new HistoryPage(await pageAs("VIEWER"))
    await otherBrowser.open({ application })
    await expect(otherBrowser.column("Notes")).toBeVisible()
  })
})
