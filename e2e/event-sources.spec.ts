import { readFile } from "node:fs/promises"
import { expect, test } from "@/e2e/fixtures/test"
import { pages } from "@/lib/platform/paths"
import { signedHeaders } from "@/tools/testing/signed-headers"

test.describe("Settings → Pipelines → Event sources", () => {
  test("a new source takes a signed delivery of GitHub, which is a record in History and listed in Requests", async ({
    page,
    request,
    slipway,
    application,
  }) => {
    await page.goto(pages.pipelines())
    await page.getByRole("main").getByRole("link", { name: "Event sources" }).click()
    await page.getByRole("button", { name: "New event source" }).first().click()
    const name = `GitHub ${application}`
    await page.getByLabel("Name").fill(name)
    await page.getByRole("button", { name: "Create event source" }).click()
    const dialog = page.getByRole("dialog", { name: `Set up ${name}` })
    const secret = (await dialog.getByRole("region", { name: "Secret" }).textContent()) ?? ""
    const url = (await dialog.getByRole("region", { name: "URL" }).textContent()) ?? ""
    await dialog.getByRole("button", { name: "Done" }).click()

    const sample = JSON.parse(
      await readFile("tools/testing/event-samples/github-deployment-status.json", "utf8"),
    )
    const deliver = async (environment: string, id: number) => {
      const data = JSON.stringify({
        ...sample,
        deployment_status: { ...sample.deployment_status, environment, created_at: "2026-11-20T10:05:00Z" },
        deployment: { ...sample.deployment, id, ref: "v7.3.0", created_at: "2026-11-20T10:00:00Z" },
        repository: { ...sample.repository, name: application },
      })
      const headers = { "content-type": "application/json", ...signedHeaders.GITHUB(secret, data) }
      const response = await request.post(url, { data, headers })
      await slipway.untilKept(response)
      return response.status()
    }
    expect(await deliver("prod", 1)).toBe(201)
    expect(await deliver("nowhere", 2)).toBe(422)

    await page.goto(pages.history({ application }))
    await expect(page.getByText("v7.3.0").first()).toBeVisible()
    await page.goto(pages.eventSources())
    await page
      .getByRole("row", { name })
      .getByRole("link", { name: /^Rejected/ })
      .click()
    const table = page.getByRole("table", { name: /^Requests of pipelines/ })
    await expect(table.getByText("Accepted")).toHaveCount(1)
    await table
      .getByRole("link", { name: /Rejected/ })
      .first()
      .click()
    const drawer = page.getByRole("dialog")
    await expect(drawer.getByText(`by ${name}`)).toBeVisible()
    await expect(drawer.getByText(/There is no environment "nowhere"/)).toBeVisible()
  })
})
