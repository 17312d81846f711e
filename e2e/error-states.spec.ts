import { randomUUID } from "node:crypto"
import type { SlipwayApi } from "@/e2e/app/slipway-api"
import { expect, test } from "@/e2e/fixtures/test"
import { broken, databaseUnavailable, FailingReads } from "@/e2e/ui/failing-reads"
import { api, pages } from "@/lib/platform/paths"

const chart = "matih-ai-service"

/** A DEPLOYED release. */
async function install(slipway: SlipwayApi): Promise<string> {
  const slug = `f-${randomUUID().slice(0, 8)}`
  const tenant = await slipway.post(api("/tenants"), { slug })
  const body = { tenantId: tenant.id, releaseName: slug, chartName: chart, chartVersion: "1.0.0" }
  const id = String((await slipway.post(api("/helm/releases"), body)).id)
  const status = async () => Object(await slipway.get(api("/helm/releases/{releaseId}", id))).status
  await expect.poll(status, { timeout: 60_000 }).toBe("DEPLOYED")
  return id
}

test.describe("A failed read is shown in its place", () => {
  // Of other pages: app/(console)/failed-reads.test.tsx and partly-failed-reads.test.tsx.
  test("the revisions of a release load on retry", async ({ page, slipway }) => {
    const release = await install(slipway)
    const says = ["Could not load the history", "Could not load revisions"]
    const reads = await FailingReads.start(page, broken, /history/)
    await reads.open(pages.release(release, { tab: "history" }))
    for (const words of says) await expect(page.getByText(words)).toBeVisible()
    await expect(page.getByText("No revisions yet")).toHaveCount(0)
    reads.heal()
    await reads.retryUntilGone(says)
  })

  test("the page reports an unavailable database and recovers by itself", async ({
    page,
    slipway,
    application,
  }) => {
    await slipway.record({ application, environment: "dev", imageTag: "kept" })
    const reads = await FailingReads.start(page, databaseUnavailable)
    await reads.open(pages.history({ application }))
    await expect(page.getByText("The database is unavailable.")).toBeVisible()
    await expect(page.getByText("No deployment")).toHaveCount(0)
    reads.heal()
    await expect(page.getByRole("link", { name: "kept" })).toBeVisible()
    await expect(page.getByText("The database is unavailable.")).toHaveCount(0)
  })
})
