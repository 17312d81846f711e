import { randomUUID } from "node:crypto"
import type { SlipwayApi } from "@/e2e/app/slipway-api"
import { expect, test } from "@/e2e/fixtures/test"
import { expectAccessible, expectFitsPhone } from "@/e2e/ui/accessible"
import { ClustersPage } from "@/e2e/ui/clusters-page"
import { ReleasePage } from "@/e2e/ui/release-page"
import { HelmByHand } from "@/tools/testing/helm-by-hand"

async function tenantWithHelm(slipway: SlipwayApi) {
  const slug = `t-${randomUUID().slice(0, 8)}`
  const { id, namespace } = await slipway.post("/api/v1/tenants", { slug })
  const folder = process.env.SLIPWAY_E2E_DATA ?? ""
  return { id, slug, byHand: await HelmByHand.inSandboxOf(folder, String(namespace)) }
}

test.describe("Out of band", () => {
  test.slow()

  test("a change made with the helm CLI appears on an open release page", async ({ page, slipway }) => {
    const { id: tenantId, slug, byHand } = await tenantWithHelm(slipway)
    const releaseName = `${slug}-ai`
    const chart = { chartName: "matih-ai-service", chartVersion: "1.0.0" }
    const { id } = await slipway.post("/api/v1/helm/releases", { tenantId, releaseName, ...chart })
    const status = async () => Object(await slipway.get(`/api/v1/helm/releases/${id}`)).status
    await expect.poll(status, { timeout: 60_000 }).toBe("DEPLOYED")
    const releases = new ReleasePage(page)
    await releases.open(id)
    await byHand.upgrade(releaseName, "1.1.0")
    await expect(releases.revision("Changed out of band")).toContainText("outside Slipway")
    const head = page.getByRole("banner").or(page.locator("header")).first()
    await expect(head).toContainText("1.1.0")
    await expect(head).toContainText("Out of band")
    await byHand.markPending(releaseName, 2, 20)
    await expect(
      page.getByRole("alert").filter({ hasText: "its Helm process was interrupted" }),
    ).toBeVisible()
    await byHand.uninstall(releaseName)
    await expect(releases.revision("Uninstalled")).toContainText("It was uninstalled outside Slipway.")
    await expect(head).toContainText("Uninstalled")
  })

  test("an unmanaged release is seen but not adopted by a viewer, and is adopted by an admin", async ({
    page,
    pageAs,
    slipway,
  }) => {
    const { slug, byHand } = await tenantWithHelm(slipway)
    const name = `found-${slug}`
    const clusters = new ClustersPage(page)
    await clusters.open(`?q=${name}`)
    await expect(clusters.workers).toContainText("Seen")
    await byHand.install(name, "1.0.0")
    await byHand.upgrade(name, "1.1.0")
    await expect(clusters.unmanaged(name)).toContainText("matih-ai-service 1.1.0")
    const viewer = await pageAs("VIEWER")
    const seen = new ClustersPage(viewer)
    await seen.open()
    await seen.find(name)
    await expect(seen.unmanaged(name)).toBeVisible()
    await expect(viewer.getByRole("button", { name: /^Adopt/ })).toHaveCount(0)
    await expectAccessible(page)
    await expectFitsPhone(page)
    const dialog = await clusters.requestAdoption(name)
    await expect(dialog.getByLabel("Tenant")).not.toHaveValue("")
    await expectAccessible(page)
    await dialog.getByRole("button", { name: "Adopt" }).click()
    await expect(dialog).toHaveCount(0)
    await page.getByRole("button", { name: "Open" }).click()
    await page.waitForURL(/\/releases\/[0-9a-f-]{36}$/)
    const releases = new ReleasePage(page)
    await expect(releases.revision("Changed out of band")).toHaveCount(2)
    await clusters.open()
    await expect(page.getByRole("table", { name: "Clusters" })).toContainText("Watched since")
    await expect(clusters.unmanaged(name)).toHaveCount(0)
  })
})
