import { randomBytes, randomUUID } from "node:crypto"
import type { SlipwayApi } from "@/e2e/app/slipway-api"
import { expect, test } from "@/e2e/fixtures/test"
import { FleetPage } from "@/e2e/ui/fleet-page"
import { SearchPage } from "@/e2e/ui/search-page"

const chart = "matih-data-plane"

let shared: ReturnType<typeof ship> | undefined

/** A version that a pipeline deployed and a tenant's release runs; no test changes it. */
function shipped(slipway: SlipwayApi) {
  shared ??= ship(slipway)
  return shared
}

async function ship(slipway: SlipwayApi) {
  const application = `app-${randomUUID().slice(0, 8)}`
  const commit = randomBytes(20).toString("hex")
  const imageTag = `v9.9.9-${commit.slice(0, 7)}`
  const slug = `t-${randomUUID().slice(0, 8)}`
  const by = { application, imageTag, gitCommit: commit, initiatedBy: "maya", notes: `For OPS-${Date.now()}` }
  const { id } = await slipway.record({ ...by, environment: "prod" })
  const tenant = await slipway.post("/api/v1/tenants", { slug, name: `Tenant ${slug}`, tags: { cell: slug } })
  const release = await slipway.post("/api/v1/helm/releases", {
    tenantId: tenant.id,
    releaseName: `${slug}-data`,
    chartName: chart,
    chartVersion: "3.1.0",
    appVersion: imageTag,
  })
  return {
    application,
    commit,
    imageTag,
    deploymentId: id,
    tenant: `Tenant ${slug}`,
    slug,
    release: release.id,
  }
}

test.describe("Cross-links between deployments and releases", () => {
  test("a search for a commit shows the environments and tenants that run it, since when and by whom", async ({
    page,
    slipway,
  }) => {
    const { application, commit, imageTag, tenant } = await shipped(slipway)
    const search = new SearchPage(page)
    await search.open(commit.slice(0, 9))
    await expect(search.environments).toContainText(`prod${application} ${imageTag}`)
    await expect(search.environments).toContainText("by maya")
    await expect(search.tenants).toContainText(tenant)
    await expect(search.tenants).toContainText(`3.1.0 · ${imageTag}`)
  })

  test("⌘K finds a tag, remembers it and starts an install for a tenant, using only the keyboard", async ({
    page,
    slipway,
  }) => {
    const { imageTag, slug, tenant } = await shipped(slipway)
    const search = new SearchPage(page)
    await page.goto("/timeline")
    await search.openPalette()
    await page.keyboard.type(imageTag)
    await search.choose(new RegExp(`^${imageTag}.*prod`))
    await expect(page.getByRole("heading", { level: 1, name: `What runs ${imageTag}` })).toBeVisible()
    await search.openPalette()
    await expect(search.option(new RegExp(`${imageTag}.*Image tag`))).toBeVisible()
    await page.keyboard.type(`install ${slug}`)
    await search.choose(`Install a chart for ${tenant}`)
    await page.waitForURL(/\/tenants\/[^/]+\/install$/)
  })

  test("a deployment shows the tenants that run what it shipped", async ({ page, slipway }) => {
    const { deploymentId, tenant } = await shipped(slipway)
    await page.goto(`/deployments/${deploymentId}`)
    const section = page.locator("section", {
      has: page.getByRole("heading", { name: "Tenants that run this" }),
    })
    await expect(section).toContainText("1 tenant")
    await section.getByRole("link", { name: tenant }).click()
    await page.waitForURL(/\/releases\//)
  })
})

test.describe("The fleet", () => {
  test("shows a matrix of tenants and charts, in which each cell links to its release", async ({
    page,
    slipway,
  }) => {
    const { slug, tenant, release } = await shipped(slipway)
    const fleet = new FleetPage(page)
    await fleet.open({ q: slug, view: "matrix" })
    const cell = fleet.tenant(tenant).getByRole("link", { name: "3.1.0" })
    await expect(cell).toBeVisible()
    await expect(fleet.tenant(tenant)).toContainText("1 minor behind")
    await cell.click()
    await page.waitForURL(`**/releases/${release}`)
  })

  test("shows which releases need an upgrade, and adds selected ones to a rollout", async ({
    page,
    slipway,
  }) => {
    const { slug, release } = await shipped(slipway)
    const fleet = new FleetPage(page)
    await fleet.open({ q: slug, chartName: chart })
    await fleet.needsUpgradeTo("3.2.0")
    await expect(page).toHaveURL(/olderThan=3.2.0/)
    await fleet.row(slug).getByRole("checkbox").check()
    await page.getByRole("link", { name: "Plan a rollout" }).click()
    await page.waitForURL((url) => url.searchParams.get("releases") === release)
    expect(new URL(page.url()).searchParams.get("chart")).toBe(chart)
  })

  test("shows counts by version, which link to their releases", async ({ page, slipway }) => {
    const { slug } = await shipped(slipway)
    const fleet = new FleetPage(page)
    await fleet.open({ chartName: chart })
    await fleet.look("Versions")
    const numbers = await fleet.asTable(chart)
    await numbers.getByRole("button", { name: /^3\.1\.0/ }).click()
    await expect(page).toHaveURL(/chartVersion=3.1.0/)
    await expect(fleet.row(slug)).toContainText("3.1.0")
  })
})
