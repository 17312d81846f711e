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
