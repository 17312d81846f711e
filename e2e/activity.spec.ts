import { randomUUID } from "node:crypto"
import { expect, test } from "@/e2e/fixtures/test"
import { ActivityPage } from "@/e2e/ui/activity-page"

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString()

test.describe("Activity", () => {
  test("shows who rolled back this week and why, for deployments and releases, and its link is shareable", async ({
    page,
    slipway,
    application,
  }) => {
    const person = `maya-${randomUUID().slice(0, 8)}`
    const at = { application, environment: "prod", initiatedBy: person }
    await slipway.record({ ...at, imageTag: "v1", deployedAt: daysAgo(40) })
    await slipway.record({ ...at, imageTag: "v2", deployedAt: daysAgo(39) })
    await slipway.record({ ...at, imageTag: "v1", deployedAt: daysAgo(38), notes: "v2 lost orders" })
    await slipway.record({ ...at, imageTag: "v3", deployedAt: daysAgo(3) })
    await slipway.record({ ...at, imageTag: "v1", deployedAt: daysAgo(2), notes: "v3 leaks memory" })
    const slug = `t-${randomUUID().slice(0, 8)}`
    const tenant = await slipway.post("/api/v1/tenants", { slug, name: `Tenant ${slug}` })
    await slipway.post("/api/v1/helm/releases", {
      tenantId: tenant.id,
      releaseName: `${slug}-data`,
      description: "OPS-7 asked for it",
      chartName: "matih-data-plane",
      chartVersion: "3.1.0",
    })

    const activity = new ActivityPage(page)
    await activity.open()
    await expect(activity.rows("Installed", slug)).toContainText("OPS-7 asked for it")
    await activity.by(person)
    await activity.only("Rollbacks")
    await expect(activity.rows(application)).toHaveCount(2)
    await activity.since("7 days ago")
    await expect(activity.rows(application)).toHaveCount(1)
    await expect(activity.rows(application)).toContainText("v3 leaks memory")
    await expect(page).toHaveURL(/only=rollbacks/)
    await expect(page).toHaveURL(/from=/)

    await page.reload()
    await expect(activity.rows("Rolled back", "v1", person)).toHaveCount(1)
    await activity.rows(application).getByRole("link").click()
    await expect(page.getByRole("heading", { name: "v1", level: 1 })).toBeVisible()
  })

  test("shows a new record without a reload, and an empty state if nothing matches", async ({
    page,
    slipway,
    application,
  }) => {
    const activity = new ActivityPage(page)
    await activity.open("?by=no-such-user")
    await expect(page.getByText("No matching activity")).toBeVisible()
    await page.getByRole("button", { name: "Clear filters" }).click()
    await slipway.record({ application, environment: "dev", imageTag: "v7" })
    await expect(activity.rows(application)).toContainText("v7")
  })
})
