import { randomUUID } from "node:crypto"
import { expect, test } from "@/e2e/fixtures/test"
import { ChartsPage, RepositoriesPage } from "@/e2e/ui/charts-page"

test.describe("Charts", () => {
  test("are found by description and show the contents of each version", async ({ page }) => {
    const charts = new ChartsPage(page)
    await charts.open()
    await charts.search("language model")
    await expect(charts.row("matih-query-engine")).toHaveCount(0)
    await charts.choose("matih-ai-service")
    await expect(charts.text("readme")).toContainText("Answers questions")
    await charts.show("Values")
    await expect(charts.text("values.yaml")).toContainText("matih-large")
    await charts.chooseVersion("1.0.0")
    await expect(charts.text("values.yaml")).toContainText("matih-small")
    await charts.show("Schema")
    await expect(charts.text("values.schema.json")).toContainText("writeOnly")
    await expect(page).toHaveURL(/part=schema/)
    await page.reload()
    await expect(charts.text("values.schema.json")).not.toContainText("autoscaling")
  })

  test("show a not-found page with a suggestion for an unknown chart", async ({ page }) => {
    await new ChartsPage(page).open("/demo/matih-ai-servce", "matih-ai-servce")
    await expect(page.getByText('Did you mean "matih-ai-service"')).toBeVisible()
  })
})

test.describe("Repositories", () => {
  test("are added, with a password that is never shown again, and removed by an admin", async ({ page }) => {
    const repositories = new RepositoriesPage(page)
    const name = `stable-${randomUUID().slice(0, 8)}`
    await repositories.open()
    await repositories.fill({ name, url: "https://203.0.114.7/charts", password: "canary" })
    await expect(repositories.row(name)).toContainText("https://203.0.114.7/charts")
    expect(await page.content()).not.toContain("canary")
    await repositories.remove(name)
    await expect(repositories.row(name)).toHaveCount(0)
  })

  test("show whether they can be read, even to viewers", async ({ pageAs }) => {
    const page = await pageAs("VIEWER")
    const repositories = new RepositoriesPage(page)
    await repositories.open()
    await repositories.test("demo")
    await expect(repositories.row("demo")).toContainText("3 charts, 9 versions")
    await expect(page.getByRole("button", { name: "New repository" })).toHaveCount(0)
  })
})
