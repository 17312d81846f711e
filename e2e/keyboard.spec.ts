import { randomUUID } from "node:crypto"
import type { SlipwayApi } from "@/e2e/app/slipway-api"
import { expect, test } from "@/e2e/fixtures/test"
import { DriftPage } from "@/e2e/ui/drift-page"
import { FleetPage } from "@/e2e/ui/fleet-page"
import { HistoryPage } from "@/e2e/ui/history-page"
import { Keyboard } from "@/e2e/ui/keyboard"
import { ReleasePage } from "@/e2e/ui/release-page"
import { RolloutPage } from "@/e2e/ui/rollout-page"

const first = "matih-ai-service"
const second = "matih-data-plane"
const newRun = () => randomUUID().slice(0, 8)

/** A tenant with a release of each of these charts. */
async function tenantWith(slipway: SlipwayApi, slug: string, charts: readonly string[], tags = {}) {
  const { id: tenantId } = await slipway.post("/api/v1/tenants", { slug, tags })
  const releases: Record<string, unknown> = {}
  for (const chartName of charts) {
    const chartVersion = chartName === first ? "1.0.0" : "3.1.0"
    const body = { tenantId, releaseName: `${slug}-${chartName}`, chartName, chartVersion }
    releases[chartName] = (await slipway.post("/api/v1/helm/releases", body)).id
  }
  return releases
}

async function waitUntilDeployed(slipway: SlipwayApi, releaseId: unknown): Promise<void> {
  const status = async () => Object(await slipway.get(`/api/v1/helm/releases/${releaseId}`)).status
  await expect.poll(status, { timeout: 60_000 }).toBe("DEPLOYED")
}

test.describe("Keyboard only:", () => {
  test("the first Tab skips the navigation, and after navigating Tab starts in the new page", async ({
    page,
    slipway,
    application,
  }) => {
    await slipway.record({ application, environment: "dev", imageTag: "v1" })
    const keyboard = new Keyboard(page)
    const main = page.getByRole("main")
    await page.goto("/drift")
    await keyboard.press("Tab")
    await expect(page.getByRole("link", { name: "Skip to content" })).toBeFocused()
    await keyboard.press("Enter", "Tab")
    await expect(main.locator(":focus")).toHaveCount(1)
    await keyboard.press("g", "h")
    await expect(main.getByRole("heading", { level: 1, name: "History" })).toBeVisible()
    await expect(main).toBeFocused()
    await keyboard.press("Tab")
    await expect(main.locator(":focus")).toHaveCount(1)
    await keyboard.tabTo(page.getByRole("link", { name: "Promotions" }), "Shift+Tab")
    await keyboard.press("Enter")
    await expect(main.getByRole("heading", { level: 1, name: "Promotions" })).toBeVisible()
    await expect(main).toBeFocused()
  })

  test("a row opens next to its table, j and k move through the rows, and Escape returns the focus", async ({
    page,
    slipway,
    application,
  }) => {
    for (const imageTag of ["v1", "v2", "v3"]) {
      await slipway.record({ application, environment: "dev", imageTag })
    }
    const keyboard = new Keyboard(page)
    await new HistoryPage(page).open({ application })
    await keyboard.skipToContent()
    const rows = page.getByRole("table", { name: "Deployment history" }).locator("[data-row-link]")
    await expect(rows).toHaveCount(3)
    await keyboard.tabTo(rows.first())
    await keyboard.press("ArrowDown")
    await expect(rows.nth(1)).toBeFocused()
    await keyboard.press("Enter")
    const drawer = page.getByRole("dialog")
    await expect(drawer).toContainText("v2")
    await keyboard.press("j")
    await expect(drawer).toContainText("v1")
    await keyboard.press("k", "k")
    await expect(drawer).toContainText("v3")
    await keyboard.press("Escape")
    await expect(drawer).toHaveCount(0)
    await expect(rows.nth(1)).toBeFocused()
  })

  test("a dialog traps the focus and returns it to its opener", async ({ page }) => {
    const keyboard = new Keyboard(page)
    await page.goto("/tenants")
    await keyboard.skipToContent()
    // An empty list offers it, too.
    const opener = page.getByRole("button", { name: "New tenant" }).first()
    await keyboard.tabTo(opener)
    await keyboard.press("Enter")
    const dialog = page.getByRole("dialog", { name: "New tenant" })
    await expect(dialog.getByLabel("Slug")).toBeFocused()
    await keyboard.tabTo(dialog.getByLabel("Slug"))
    await keyboard.press("Escape")
    await expect(dialog).toHaveCount(0)
    await expect(opener).toBeFocused()
  })

  test("the fleet matrix is entered at its first cell, navigated by arrow keys and opened by Enter", async ({
    page,
    slipway,
  }) => {
    const run = newRun()
    await tenantWith(slipway, `a-${run}`, [second])
    const both = await tenantWith(slipway, `b-${run}`, [first, second])
    const fleet = new FleetPage(page)
    const keyboard = new Keyboard(page)
    const cell = (tenant: string, version: string) =>
      fleet.tenant(tenant).getByRole("link", { name: version, exact: true })
    await fleet.open({ q: run, view: "matrix" })
    await expect(cell(`b-${run}`, "1.0.0")).toBeVisible()
    await expect(fleet.tenant(`b-${run}`)).toContainText("1 minor behind")
    await keyboard.skipToContent()
    await keyboard.tabTo(page.getByRole("region", { name: "Fleet matrix" }))
    await keyboard.press("ArrowDown")
    await expect(cell(`a-${run}`, "3.1.0")).toBeFocused()
    await keyboard.press("ArrowDown")
    await expect(cell(`b-${run}`, "3.1.0")).toBeFocused()
    await keyboard.press("ArrowLeft")
    await expect(cell(`b-${run}`, "1.0.0")).toBeFocused()
    await keyboard.press("Enter")
    await page.waitForURL(`**/releases/${both[first]}`)
  })

  test("the drift matrix is reached after filtering and even if its first cell is empty, and navigated", async ({
    page,
    slipway,
    application,
  }) => {
    const above = `a-${application}`
    const below = `b-${application}`
    await slipway.record({ application: above, environment: "prod", imageTag: "v1" })
    await slipway.record({ application: below, environment: "dev", imageTag: "v2" })
    const { id } = await slipway.record({ application: below, environment: "prod", imageTag: "v1" })
    const drift = new DriftPage(page)
    const keyboard = new Keyboard(page)
    await drift.open({ q: application })
    await keyboard.skipToContent()
    await keyboard.tabTo(drift.cell(above, "prod").getByRole("link"))
    await keyboard.press("ArrowDown", "ArrowLeft")
    await expect(drift.cell(below, "dev").getByRole("link")).toBeFocused()
    await keyboard.tabTo(page.getByRole("region", { name: "Drift matrix" }), "Shift+Tab")
    await keyboard.press("/", "ControlOrMeta+a")
    await keyboard.type(below)
    await expect(drift.cell(above, "prod")).toHaveCount(0)
    // The address follows the filter a moment later.
    await page.waitForURL((url) => url.searchParams.get("q") === below)
    await keyboard.tabTo(drift.cell(below, "dev").getByRole("link"))
    await keyboard.press("ArrowRight")
    await expect(drift.cell(below, "prod").getByRole("link")).toBeFocused()
    await keyboard.press("Enter")
    await page.waitForURL(`**/deployments/${id}`)
  })

  test("keys scroll a table without links", async ({ page, slipway }) => {
    const names = Array.from({ length: 12 }, () => `keys ${newRun()}`)
    await Promise.all(
      names.map((name) => slipway.post("/api/v1/tokens", { name, scopes: ["releases:read"] })),
    )
    await page.setViewportSize({ width: 1280, height: 400 })
    const keyboard = new Keyboard(page)
    await page.goto("/settings/tokens")
    const region = page.getByRole("region", { name: "API tokens" })
    await keyboard.skipToContent()
    await keyboard.tabTo(region)
    await keyboard.press("ArrowDown", "ArrowDown")
    await expect.poll(() => region.evaluate((element) => element.scrollTop)).toBeGreaterThan(0)
  })

  test("a chart is installed", async ({ page, slipway }) => {
    test.slow()
    const slug = `k-${newRun()}`
    await slipway.post("/api/v1/tenants", { slug })
    const releases = new ReleasePage(page)
    const keyboard = new Keyboard(page)
    await releases.openTenant(slug)
    await keyboard.skipToContent()
    await keyboard.tabTo(page.getByRole("link", { name: "Install" }))
    await keyboard.press("Enter")
    await keyboard.tabTo(page.getByRole("combobox", { name: /^Chart:/ }))
    await keyboard.press("Enter")
    await expect(page.getByPlaceholder("Find chart…")).toBeFocused()
    await expect(page.getByRole("option", { name: first })).toBeVisible()
    await keyboard.type(first)
    await expect(page.getByRole("option", { name: /^matih/ })).toHaveCount(1)
    await keyboard.press("Enter")
    await expect(page).toHaveURL(/chart=/)
    await expect(page.getByRole("combobox", { name: /^Chart:/ })).toBeFocused()
    await keyboard.tabTo(releases.version)
    await keyboard.press("Enter")
    await expect(page.getByPlaceholder("Find version…")).toBeFocused()
    await expect(page.getByRole("option", { name: /^1\.0\.0/ })).toBeVisible()
    await keyboard.type("1.0.0")
    await keyboard.press("Enter")
    await keyboard.tabTo(releases.value("replicaCount"))
    await keyboard.type("2")
    await keyboard.press("Enter")
    await expect(page.getByRole("heading", { name: "Install preview" })).toBeFocused()
    await keyboard.tabTo(releases.button("Install"))
    await keyboard.press("Enter")
    await releases.ends("Succeeded")
    await expect(page.getByRole("main")).toBeFocused()
  })

  test("a rollout is planned and started, and its board navigated", async ({ page, slipway }) => {
    test.slow()
    const run = newRun()
    const slugs = [`k0-${run}`, `k1-${run}`]
    const tenants = await Promise.all(slugs.map((slug) => tenantWith(slipway, slug, [first], { run })))
    for (const releases of tenants) await waitUntilDeployed(slipway, releases[first])
    const [one = "", other = ""] = slugs
    const rollouts = new RolloutPage(page)
    const keyboard = new Keyboard(page)
    await rollouts.openWizard({ bake: "0m" })
    await keyboard.skipToContent()
    await keyboard.tabTo(page.getByRole("combobox", { name: /^Chart:/ }))
    await keyboard.press("Space")
    await expect(page.getByRole("option", { name: first })).toBeVisible()
    await keyboard.type(first)
    await expect(page.getByRole("option", { name: /^matih/ })).toHaveCount(1)
    await keyboard.press("Enter")
    await expect(rollouts.targetVersion).toBeEnabled()
    await keyboard.tabTo(rollouts.targetVersion)
    await keyboard.press("Space")
    await expect(page.getByRole("option", { name: "1.1.0" })).toBeVisible()
    await keyboard.type("1.1.0")
    await keyboard.press("Enter")
    await keyboard.tabTo(rollouts.button("Add tag to wave 1"))
    await keyboard.press("Enter")
    await expect(page.getByPlaceholder("Find tag…")).toBeFocused()
    await keyboard.type(`run=${run}`)
    await expect(page.getByRole("option", { name: "=" })).toHaveCount(1)
    await keyboard.press("Enter")
    await expect(rollouts.summary).toContainText("Upgrade 2 releases in 1 wave")
    await keyboard.tabTo(page.getByLabel("Concurrency"))
    await keyboard.press("ControlOrMeta+a")
    await keyboard.type("2")
    await keyboard.press("Enter")
    await expect(page.getByRole("heading", { name: "Planned changes" })).toBeFocused()
    await expect(rollouts.button("Start…")).toBeEnabled()
    await keyboard.tabTo(rollouts.button("Start…"))
    await keyboard.press("Enter")
    await keyboard.tabTo(rollouts.button("Start the rollout"))
    await keyboard.press("Enter")
    await page.waitForURL(/\/rollouts\/[0-9a-f-]{36}$/)
    await expect(page.getByRole("main")).toBeFocused()
    await rollouts.becomes("Completed")
    await keyboard.tabTo(rollouts.tileLink(one))
    await keyboard.press("ArrowRight")
    await expect(rollouts.tileLink(other)).toBeFocused()
    await keyboard.press("Enter")
    await expect(page.getByRole("dialog", { name: other })).toBeVisible()
    await keyboard.press("k")
    await expect(page.getByRole("dialog", { name: one })).toBeVisible()
    await keyboard.press("Escape")
    await expect(page.getByRole("dialog")).toHaveCount(0)
    await expect(rollouts.tileLink(other)).toBeFocused()
  })
})
