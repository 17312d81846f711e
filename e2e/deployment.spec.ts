import { expect, test } from "@/e2e/fixtures/test"
import { DeploymentDetails } from "@/e2e/ui/deployment-details"

const hours = (count: number) => new Date(Date.now() - count * 3_600_000).toISOString()

test.describe("A deployment", () => {
  test("shows its record, what it replaced, its path and the changed services", async ({
    page,
    slipway,
    application,
  }) => {
    await slipway.record({
      application,
      environment: "dev",
      imageTag: "v1.0.0",
      deployedAt: hours(30),
      serviceVersions: { api: "1.0.0", web: "2.0.0" },
    })
    const { id } = await slipway.record({
      application,
      environment: "dev",
      imageTag: "v1.1.0",
      deployedAt: hours(20),
      completedAt: hours(19.9),
      gitCommit: "abc1234def",
      gitBranch: "feature/slashes",
      runUrl: "https://ci.example.test/7",
      notes: "after the incident",
      serviceVersions: { api: "1.1.0", web: "2.0.0" },
    })
    await slipway.record({ application, environment: "staging", imageTag: "v1.1.0", deployedAt: hours(2) })
    const details = new DeploymentDetails(page)
    await details.open(id)
    for (const words of ["abc1234", "feature/slashes", "after the incident", "6 m", "minor"]) {
      await expect(details.panel).toContainText(words)
    }
    await expect(details.service("api")).toContainText("1.0.0")
    await expect(details.service("web")).not.toContainText("minor")
    await expect(details.panel.getByRole("link", { name: /ci\.example\.test/ })).toHaveAttribute(
      "href",
      "https://ci.example.test/7",
    )
    await expect(details.section("Path of this version")).toContainText("after 18 h")
    await details.panel.getByRole("link", { name: "View replaced deployment" }).click()
    await expect(page.getByRole("heading", { name: "v1.0.0", level: 1 })).toBeVisible()
  })

  test("is marked rolled back by an operator until the mark is removed, and a viewer sees the reason and no actions", async ({
    slipway,
    pageAs,
    application,
  }) => {
    await slipway.record({ application, environment: "prod", imageTag: "good", deployedAt: hours(2) })
    const { id } = await slipway.record({ application, environment: "prod", imageTag: "bad" })
    const operator = new DeploymentDetails(await pageAs("OPERATOR"))
    const viewer = new DeploymentDetails(await pageAs("VIEWER"))
    await Promise.all([operator.open(id), viewer.open(id)])
    await expect(operator.button("Edit notes")).toBeVisible()
    for (const action of ["Mark as rolled back", "Annul", "Complete", "Edit notes"] as const) {
      await expect(viewer.button(action)).toBeHidden()
    }
    await operator.markRolledBack("Error rate above 2%")
    await expect(operator.panel).toContainText("Rolled back")
    await expect(viewer.panel).toContainText("Error rate above 2%")
    const current = await slipway.get(
      `/api/v1/platform/deployments/current?environment=prod&application=${application}`,
    )
    expect(current).toMatchObject({ imageTag: "good" })
    await operator.undoRollbackMark()
    await expect(viewer.panel).not.toContainText("Error rate above 2%")
  })

  test("is annulled and restored by an admin, and other users see both", async ({
    slipway,
    page,
    pageAs,
    application,
  }) => {
    const { id } = await slipway.record({ application, environment: "prod", imageTag: "v1" })
    const admin = new DeploymentDetails(page)
    const operator = new DeploymentDetails(await pageAs("OPERATOR"))
    await Promise.all([admin.open(id), operator.open(id)])
    await expect(operator.button("Edit notes")).toBeVisible()
    await expect(operator.button("Annul")).toBeHidden()
    await admin.annul("Posted by a test job.")
    for (const details of [admin, operator])
      await expect(details.panel).toContainText("Posted by a test job.")
    await expect(operator.button("Edit notes")).toBeHidden()
    expect(await slipway.get(`/api/v1/platform/deployments/history?application=${application}`)).toEqual([])
    await admin.restore()
    for (const details of [admin, operator])
      await expect(details.panel).not.toContainText("Posted by a test job.")
  })

  test("is completed manually while pending", async ({ slipway, pageAs, application }) => {
    const { id } = await slipway.record({
      application,
      environment: "dev",
      imageTag: "v1",
      status: "PENDING",
      deployedAt: hours(2),
    })
    const details = new DeploymentDetails(await pageAs("OPERATOR"))
    await details.open(id)
    await expect(details.button("Mark as rolled back")).toBeHidden()
    await details.complete("Failed")
    await expect(details.panel).toContainText("Failed")
    await expect(details.button("Complete")).toBeHidden()
  })

  test.describe("in another time zone", () => {
    test.use({ timezoneId: "Asia/Tokyo" })

    test("shows times in the viewer's time zone, independent of the server's", async ({
      page,
      slipway,
      application,
    }) => {
      const { id } = await slipway.record({
        application,
        environment: "dev",
        imageTag: "v1",
        deployedAt: "2026-02-12T10:00:00Z",
      })
      const details = new DeploymentDetails(page)
      await details.open(id)
      await expect(details.panel).toContainText("Thu 12 Feb 2026, 19:00:00")
    })
  })

  test("shows the not-found page for an unknown id", async ({ page }) => {
    const response = await page.request.get("/deployments/01900000-0000-7000-8000-000000000000")
    expect(response.status()).toBe(404)
  })
})
