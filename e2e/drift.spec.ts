import { expect, test } from "@/e2e/fixtures/test"
import { DriftPage } from "@/e2e/ui/drift-page"

const days = (count: number) => new Date(Date.now() - count * 86_400_000).toISOString()

test.describe("Drift", () => {
  test("shows versions and days behind the previous stage, and de-emphasizes what is in sync", async ({
    page,
    slipway,
    application,
  }) => {
    await slipway.record({ application, environment: "staging", imageTag: "v1.0.0", deployedAt: days(9) })
    await slipway.record({ application, environment: "prod", imageTag: "v1.0.0", deployedAt: days(8) })
    await slipway.record({ application, environment: "staging", imageTag: "v1.1.0", deployedAt: days(3) })
    await slipway.record({ application, environment: "staging", imageTag: "v1.2.0", deployedAt: days(2) })
    const drift = new DriftPage(page)
    await drift.open({ q: application })
    await expect(drift.cell(application, "prod")).toContainText("v1.0.0")
    await expect(drift.cell(application, "prod")).toContainText(
      "2 versions and 3 days behind the stage below (minor)",
    )
    await expect(drift.cell(application, "staging")).not.toContainText("behind")
  })

  test("goes back in time: the URL contains the time, and the matrix shows what ran then", async ({
    page,
    slipway,
    application,
  }) => {
    await slipway.record({
      application,
      environment: "prod",
      imageTag: "v1",
      deployedAt: "2026-01-10T00:00:00Z",
    })
    await slipway.record({
      application,
      environment: "prod",
      imageTag: "v2",
      deployedAt: "2026-02-10T00:00:00Z",
    })
    const drift = new DriftPage(page)
    await drift.open({ q: application, at: "2026-01-20T00:00:00.000Z" })
    await expect(drift.cell(application, "prod")).toContainText("v1")
    await drift.backToNow()
    await expect(drift.cell(application, "prod")).toContainText("v2")
    expect(page.url()).not.toContain("at=")
  })

  test("updates the open matrix with a new deployment without a reload", async ({
    page,
    slipway,
    application,
  }) => {
    await slipway.record({ application, environment: "dev", imageTag: "before" })
    const drift = new DriftPage(page)
    await drift.open({ q: application })
    await expect(drift.cell(application, "dev")).toContainText("before")
    await drift.untilLive()
    await slipway.record({ application, environment: "dev", imageTag: "after" })
    await expect(drift.cell(application, "dev")).toContainText("after")
  })

  test("expands an application to its services and shows which differ", async ({
    page,
    slipway,
    application,
  }) => {
    const record = (environment: string, api: string) =>
      slipway.record({ application, environment, imageTag: "v1", serviceVersions: { api, web: "2.0.0" } })
    await record("dev", "1.1.0")
    await record("prod", "1.0.0")
    const drift = new DriftPage(page)
    await drift.open({ q: application })
    await drift.expand(application)
    await expect(drift.service("api")).toContainText("1.1.0")
    await expect(drift.service("api")).toContainText("1.0.0")
  })

  test("compares any two environments", async ({ page, slipway, application }) => {
    await slipway.record({ application, environment: "dev", imageTag: "v9" })
    await slipway.record({ application, environment: "prod", imageTag: "v7" })
    const drift = new DriftPage(page)
    await drift.open({ q: application, view: "compare", left: "dev", right: "prod" })
    await expect(drift.compared(application, "dev", "prod")).toContainText("v9")
    await expect(drift.compared(application, "dev", "prod")).toContainText("v7")
  })
})
