import { randomUUID } from "node:crypto"
import type { Page } from "@playwright/test"
import type { SlipwayApi } from "@/e2e/app/slipway-api"
import { expect, test } from "@/e2e/fixtures/test"
import { ActivityPage } from "@/e2e/ui/activity-page"
import { PageRequests } from "@/e2e/ui/page-requests"
import { Table } from "@/e2e/ui/table"
import { api, pages } from "@/lib/platform/paths"

const chart = "matih-ai-service"

async function newTenant(slipway: SlipwayApi) {
  const slug = `l-${randomUUID().slice(0, 8)}`
  const { id } = await slipway.post(api("/tenants"), { slug, name: `Live ${slug}` })
  return { id: String(id), slug, name: `Live ${slug}` }
}

function install(slipway: SlipwayApi, { id, slug }: { id: string; slug: string }) {
  return slipway.post(api("/helm/releases"), {
    tenantId: id,
    releaseName: slug,
    chartName: chart,
    chartVersion: "1.0.0",
  })
}

/** Waits until the event stream is open: later events are received. */
async function untilLive(page: Page): Promise<void> {
  await expect(page.getByRole("button", { name: /status: Live$/ }).first()).toBeVisible()
}

/** The API requests from here on. */
function listen(page: Page): string[] {
  const requested: string[] = []
  page.on("request", (request) => {
    const { pathname } = new URL(request.url())
    if (pathname.startsWith("/api/v1")) requested.push(pathname)
  })
  return requested
}

test.describe("Live", () => {
  test("a tenant's page shows a release as soon as it is installed", async ({ page, slipway }) => {
    const tenant = await newTenant(slipway)
    await page.goto(pages.tenant(tenant.id))
    await untilLive(page)
    await expect(page.getByText("No releases for this tenant")).toBeVisible()
    // Without events, the page would reload much later, if at all.
    await install(slipway, tenant)
    await expect(new Table(page, "Releases").row(tenant.slug)).toBeVisible()
    await expect(new Table(page, "Releases").row(tenant.slug)).toContainText("Deployed", { timeout: 60_000 })
    await expect(page.getByRole("list", { name: "Release history" })).toContainText("Installed")
  })

  test("the list of tenants shows a new tenant, Activity a new record, and a search result a new environment", async ({
    page,
    slipway,
    application,
  }) => {
    const imageTag = `v1-${application}`
    await page.goto(pages.tenants())
    await untilLive(page)
    const tenant = await newTenant(slipway)
    await expect(page.getByRole("link", { name: tenant.name })).toBeVisible()
    const activity = new ActivityPage(page)
    await activity.open()
    await untilLive(page)
    await slipway.record({ application, environment: "dev", imageTag })
    await expect(activity.rows(application)).toContainText(imageTag)
    await page.goto(pages.search({ q: imageTag }))
    await untilLive(page)
    const runningIn = page.getByRole("region", { name: /^Environments running / })
    await expect(runningIn.getByRole("listitem")).toHaveCount(1)
    await slipway.record({ application, environment: "staging", imageTag })
    await expect(runningIn.getByRole("listitem")).toHaveCount(2)
  })

  test("a link clicked offline keeps the page, reports the lost connection and opens when it is back", async ({
    page,
    slipway,
    application,
    context,
  }) => {
    await page.goto(pages.history({ application }))
    await untilLive(page)
    await context.setOffline(true)
    await expect(page.getByText(/^You are offline/)).toBeVisible()
    await expect(page.getByRole("button", { name: /status: Offline$/ }).first()).toBeVisible()
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Drift" }).click()
    await expect(page.getByRole("heading", { level: 1, name: "History" })).toBeVisible()
    await slipway.record({ application, environment: "dev", imageTag: "while-offline" })
    await context.setOffline(false)
    await expect(page.getByRole("heading", { level: 1, name: "Drift" })).toBeVisible()
    await untilLive(page)
    await page.goBack()
    await expect(page.getByRole("link", { name: "while-offline" })).toBeVisible()
  })

  test("frequent records do not reload the promotion paths each time", async ({
    page,
    slipway,
    application,
  }) => {
    await page.goto(pages.promotions({ application }))
    await untilLive(page)
    const requested = listen(page)
    const tags = Array.from({ length: 24 }, (_, index) => `v${index}`)
    await Promise.all(tags.map((imageTag) => slipway.record({ application, environment: "dev", imageTag })))
    for (const imageTag of tags)
      await expect(page.getByRole("link", { name: imageTag, exact: true })).toBeVisible()
    expect(
      requested.filter((path) => path === "/api/v1/platform/deployments/promotions").length,
    ).toBeLessThan(12)
  })

  test("the audit log shows a new entry of another user", async ({ page, slipway }) => {
    await page.goto(pages.audit({ action: "tenant.created" }))
    await untilLive(page)
    const tenant = await newTenant(slipway)
    await expect(new Table(page, "Audit log").row(tenant.slug)).toBeVisible()
  })

  test("an idle page makes no requests, even after refocusing it", async ({ page, slipway }) => {
    const tenant = await newTenant(slipway)
    const { id } = await install(slipway, tenant)
    await page.clock.install()
    const requests = new PageRequests(page)
    await page.goto(pages.release(String(id)))
    await untilLive(page)
    // The last request that the page makes by itself.
    await expect(page.getByRole("table", { name: "Resources" })).toBeVisible()
    await page.getByRole("button", { name: /^Pause live updates/ }).click()
    await expect(page.getByRole("button", { name: /status: Paused$/ }).first()).toBeVisible()
    // The install may have ended at that moment; then data in flight is read once more.
    await requests.waitUntilIdle()
    const requested = listen(page)
    for (let minute = 0; minute < 3; minute++) {
      await page.clock.runFor("01:00")
      await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")))
    }
    // Requested after everything that the clock may have started.
    await page.evaluate(() => fetch("/api/health/live"))
    expect(requested).toEqual([])
    await page.getByRole("button", { name: /^Pause live updates/ }).click()
    await expect.poll(() => requested).toContain(api("/helm/releases/{releaseId}/resources", String(id)))
  })
})

test.describe("A page that is loading", () => {
  test("shows a progress line at the top from the click on, without layout shift", async ({ page }) => {
    await page.goto(pages.overview())
    let continueLoading = () => {}
    const held = new Promise<void>((resolve) => {
      continueLoading = resolve
    })
    await page.route("**/charts?*_rsc=*", async (route) => {
      await held
      await route.fallback()
    })
    const heading = page.getByRole("heading", { level: 1, name: "Overview" })
    const before = await heading.boundingBox()
    await page.getByRole("link", { name: "Charts", exact: true }).click()
    await expect(page.getByText("Loading page")).toBeAttached()
    expect(await heading.boundingBox()).toEqual(before)
    continueLoading()
    await expect(page.getByRole("heading", { level: 1, name: "Charts" })).toBeVisible()
    await expect(page.getByText("Loading page")).toHaveCount(0)
  })
})
