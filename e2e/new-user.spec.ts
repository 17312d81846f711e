import { randomBytes, randomUUID } from "node:crypto"
import type { Page } from "@playwright/test"
import type { SlipwayApi } from "@/e2e/app/slipway-api"
import { expect, test } from "@/e2e/fixtures/test"
import { ActivityPage } from "@/e2e/ui/activity-page"
import { FleetPage } from "@/e2e/ui/fleet-page"
import { OverviewPage } from "@/e2e/ui/overview-page"
import { SearchPage } from "@/e2e/ui/search-page"

const chart = "matih-data-plane"

async function newTenant(slipway: SlipwayApi, version: string, more = {}) {
  const slug = `t-${randomUUID().slice(0, 8)}`
  const name = `Tenant ${slug}`
  const { id } = await slipway.post("/api/v1/tenants", { slug, name })
  const release = { tenantId: id, releaseName: `${slug}-data`, chartName: chart, chartVersion: version }
  const { id: releaseId } = await slipway.post("/api/v1/helm/releases", { ...release, ...more })
  return { name, releaseId }
}

/** Starting from the home page, every page is reached by what is visible on screen. */
async function openPage(page: Page, label: string): Promise<void> {
  await page.goto("/")
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: label, exact: true }).click()
  await expect(page.getByRole("heading", { level: 1, name: label })).toBeVisible()
}

// How to install a chart and undo it is part of e2e/releases.spec.ts, which starts at the overview too.
test.describe("A new user finds out without help:", () => {
  test("what runs in prod and since when", async ({ page, slipway, application }) => {
    const deployedAt = new Date(Date.now() - 5 * 3_600_000).toISOString()
    await slipway.record({
      application,
      environment: "prod",
      imageTag: "v4.2.0",
      deployedAt,
      initiatedBy: "maya",
    })
    await page.goto("/")
    await page.getByRole("combobox", { name: /^Application/ }).click()
    await page.getByRole("option", { name: application }).click()
    const prod = new OverviewPage(page).card("prod")
    await expect(prod).toContainText("v4.2.0")
    await expect(prod).toContainText("5 h ago by maya")
  })

  test("who rolled back last week and why", async ({ page, slipway, application }) => {
    const at = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString()
    const what = { application, environment: "prod", imageTag: "v1" }
    await slipway.record({ ...what, deployedAt: at(40) })
    await slipway.record({ ...what, imageTag: "v0", deployedAt: at(39) })
    await slipway.record({ ...what, deployedAt: at(38), notes: "v0 lost orders" })
    await slipway.record({ ...what, imageTag: "v2", deployedAt: at(4) })
    await slipway.record({ ...what, deployedAt: at(3), initiatedBy: "jonas", notes: "v2 lost orders" })
    await openPage(page, "Activity")
    const activity = new ActivityPage(page)
    await activity.only("Rollbacks")
    await activity.since("7 days ago")
    await expect(activity.rows(application)).toHaveCount(1)
    await expect(activity.rows(application, "jonas")).toContainText("v2 lost orders")
    await page.reload()
    await activity.rows("Rolled back", "v1", application).getByRole("link").click()
    await expect(page.getByRole("heading", { name: "v1", level: 1 })).toBeVisible()
  })

  test("which tenants are behind on a chart, and how to upgrade them", async ({ page, slipway }) => {
    const behind = await newTenant(slipway, "3.1.0")
    const newest = await newTenant(slipway, "3.2.0")
    await openPage(page, "Releases")
    await page.getByRole("combobox", { name: /^Chart:/ }).click()
    await page.getByRole("option", { name: new RegExp(`^${chart}`) }).click()
    const fleet = new FleetPage(page)
    await fleet.needsUpgradeTo("3.2.0")
    await expect(fleet.row(behind.name)).toContainText("minor")
    await expect(fleet.row(newest.name)).toHaveCount(0)
    await fleet.row(behind.name).getByRole("checkbox").check()
    await page.getByRole("link", { name: "Plan a rollout" }).click()
    await page.waitForURL((url) => url.searchParams.get("releases") === behind.releaseId)
    expect(new URL(page.url()).searchParams.get("chart")).toBe(chart)
  })

  test("which environments and tenants run a given commit, since when and by whom", async ({
    page,
    slipway,
    application,
  }) => {
    const gitCommit = randomBytes(20).toString("hex")
    const imageTag = `v8.0.0-${gitCommit.slice(0, 7)}`
    await slipway.record({ application, environment: "prod", imageTag, gitCommit, initiatedBy: "maya" })
    const tenant = await newTenant(slipway, "3.2.0", { appVersion: imageTag })
    await page.goto("/")
    const search = new SearchPage(page)
    await search.openPalette()
    await page.keyboard.type(gitCommit)
    await search.choose(new RegExp(`^${gitCommit.slice(0, 7)}`))
    await expect(search.environments).toContainText(`prod${application} ${imageTag}`)
    await expect(search.environments).toContainText("by maya")
    await expect(search.tenants).toContainText(tenant.name)
    await expect(search.tenants).toContainText(`3.2.0 · ${imageTag}`)
  })
})
