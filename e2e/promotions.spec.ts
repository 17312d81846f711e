import { expect, test } from "@/e2e/fixtures/test"
import { PromotionsPage } from "@/e2e/ui/promotions-page"

test.describe("Promotions", () => {
  test("show an image tag recorded for dev, staging and prod as one path, with the waiting times", async ({
    page,
    slipway,
    application,
  }) => {
    const imageTag = "v2.1.0-abc1234"
    const record = (environment: string, deployedAt: string) =>
      slipway.record({ application, environment, imageTag, deployedAt })
    await record("dev", "2026-02-12T10:00:00Z")
    await record("staging", "2026-02-12T11:00:00Z")
    await record("prod", "2026-02-13T11:00:00Z")
    const promotions = new PromotionsPage(page)
    await promotions.open({ application })
    const path = promotions.path(imageTag)
    await expect(path).toHaveCount(1)
    await expect(path).toContainText("1 h")
    await expect(path).toContainText("1 d")
    await expect(path.getByText("live", { exact: true })).toHaveCount(3)
  })

  test("mark a skipped stage and arrivals out of order", async ({ page, slipway, application }) => {
    await slipway.record({
      application,
      environment: "staging",
      imageTag: "known",
      deployedAt: "2026-01-01T00:00:00Z",
    })
    await slipway.record({
      application,
      environment: "dev",
      imageTag: "hasty",
      deployedAt: "2026-02-01T00:00:00Z",
    })
    await slipway.record({
      application,
      environment: "prod",
      imageTag: "hasty",
      deployedAt: "2026-02-02T00:00:00Z",
    })
    await slipway.record({
      application,
      environment: "prod",
      imageTag: "upside-down",
      deployedAt: "2026-02-03T00:00:00Z",
    })
    await slipway.record({
      application,
      environment: "dev",
      imageTag: "upside-down",
      deployedAt: "2026-02-04T00:00:00Z",
    })
    const promotions = new PromotionsPage(page)
    await promotions.open({ application })
    await expect(promotions.path("hasty")).toContainText("skipped")
    await expect(promotions.path("upside-down")).toContainText("out of order")
  })

  test("have a column for each stage in use, including paths that are not loaded yet", async ({
    page,
    slipway,
    application,
  }) => {
    const at = (minute: number) => new Date(Date.UTC(2026, 1, 12, 0, minute)).toISOString()
    await slipway.importLines(
      Array.from({ length: 120 }, (_, minute) =>
        JSON.stringify({ application, environment: "dev", imageTag: `v${minute}`, deployedAt: at(minute) }),
      ),
    )
    await slipway.record({ application, environment: "prod", imageTag: "v0", deployedAt: at(130) })
    const promotions = new PromotionsPage(page)
    await promotions.open({ application })
    await expect(promotions.path("v119")).toBeVisible()
    await expect(promotions.columns).toHaveText(["Image tag", "dev", "prod", "Path"])
  })

  test("link a tag to its deployments", async ({ page, slipway, application }) => {
    await slipway.record({ application, environment: "dev", imageTag: "v1" })
    const promotions = new PromotionsPage(page)
    await promotions.open({ application })
    await promotions.openTag("v1")
    await expect(page).toHaveURL(/\/history\?.*imageTag=v1/)
  })

  test("show an empty state with the next step", async ({ page }) => {
    const promotions = new PromotionsPage(page)
    await promotions.open({ application: "never-deployed" })
    await expect(page.getByText("No matching promotions")).toBeVisible()
  })
})
