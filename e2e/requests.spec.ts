import { randomUUID } from "node:crypto"
import { expect, test } from "@/e2e/fixtures/test"
import { phone } from "@/e2e/ui/accessible"
import { pages } from "@/lib/platform/paths"

test.describe("Settings → Pipelines → Requests", () => {
  test("an empty history links to the rejected request, which an admin corrects and replays", async ({
    page,
    slipway,
    application,
  }) => {
    await slipway.refuse({ application, environment: "nowhere", imageTag: "v7.1.0", externalId: "run-7" })
    await page.goto(pages.history({ application }))
    await page.getByRole("link", { name: `1 request for ${application} was rejected today` }).click()

    const table = page.getByRole("table", { name: /^Requests of pipelines/ })
    await expect(table.getByText("Rejected")).toHaveCount(1)
    await table.getByRole("link").first().click()
    const drawer = page.getByRole("dialog")
    await expect(drawer.getByText(/There is no environment "nowhere"/)).toBeVisible()
    await expect(drawer.getByText(/What to do/)).toBeVisible()

    await drawer.getByRole("button", { name: "Replay…" }).click()
    const dialog = page.getByRole("dialog", { name: "Replay this request" })
    const field = dialog.getByLabel("Deployment")
    await field.fill((await field.inputValue()).replace("nowhere", "dev"))
    await dialog.getByRole("button", { name: "Replay" }).click()
    await expect(page.getByText(`Deployment of ${application} in dev recorded`)).toBeVisible()
    await page.getByRole("link", { name: "the recorded deployment" }).click()

    await expect(page).toHaveURL(/\/deployments\//)
    await expect(page.getByRole("heading", { name: "v7.1.0" })).toBeVisible()
    const done = await slipway.record({
      application,
      environment: "dev",
      imageTag: "v7.1.0",
      externalId: "run-7",
    })
    expect(page.url()).toContain(String(done.id))
    await expect(page.getByRole("main").getByText("Rejected", { exact: true })).toBeVisible()
  })

  for (const way of ["the navigation", "the search"]) {
    test(`says why a deployment is missing, three taps from the overview of a phone by ${way}`, async ({
      page,
      slipway,
      application,
    }) => {
      const imageTag = `v9-${randomUUID().slice(0, 8)}`
      await slipway.refuse({ application, environment: "nowhere", imageTag })
      await page.setViewportSize(phone)
      await page.goto(pages.overview())
      const bar = page.getByRole("navigation", { name: "Main" }).last()
      const panel = page.getByRole("dialog")
      if (way === "the navigation") {
        await bar.getByRole("button", { name: "More" }).click()
        await panel.getByRole("link", { name: "Requests" }).click()
      } else {
        await bar.getByRole("button", { name: "Search" }).click()
        await panel.getByRole("combobox").fill(imageTag)
        await panel.getByRole("option", { name: `Requests with “${imageTag}”` }).click()
      }
      await page.getByRole("row").filter({ hasText: imageTag }).getByRole("link").click()
      await expect(panel.getByText(/There is no environment "nowhere"/)).toBeVisible()
    })
  }

  test("lists new requests automatically, and finds them by their run URL", async ({
    page,
    slipway,
    application,
  }) => {
    const runUrl = `https://ci.example.com/runs/${randomUUID()}`
    await page.clock.install()
    await page.goto(pages.requests({ q: runUrl }))
    await expect(page.getByText("No matching requests")).toBeVisible()
    await slipway.record({ application, environment: "dev", imageTag: "v1", runUrl })
    await expect(async () => {
      await page.clock.runFor("00:10")
      await expect(page.getByText(`${application} · dev · v1`)).toBeVisible({ timeout: 500 })
    }).toPass()
    await expect(page.getByText("A deployment was recorded.")).toBeVisible()
  })
})
