import { randomUUID } from "node:crypto"
import { expect, test } from "@/e2e/fixtures/test"
import { SettingsPage } from "@/e2e/ui/settings-page"
import { Table } from "@/e2e/ui/table"

// No other test installs it.
const chart = { chartName: "matih-query-engine", chartVersion: "1.1.0" }
const reason = "It loses writes."

test("a tag that is quarantined where it runs is blocked for pipelines until it is lifted", async ({
  page,
  slipway,
  application,
}) => {
  const imageTag = `v${randomUUID().slice(0, 8)}`
  const { id } = await slipway.record({ application, environment: "dev", imageTag })
  const gate = () =>
    slipway.get(
      `/api/v1/platform/deployments/gate?environment=staging&application=${application}&imageTag=${imageTag}`,
    )
  expect(await gate()).toMatchObject({ allowed: true })

  await page.goto(`/deployments/${id}`)
  await page.getByRole("button", { name: "Quarantine…" }).click()
  const dialog = page.getByRole("dialog", { name: `Quarantine ${imageTag}` })
  await dialog.getByLabel("Reason").fill(reason)
  await dialog.getByRole("button", { name: "Quarantine" }).click()
  await expect(page.getByRole("region", { name: "Quarantine" })).toContainText(reason)
  expect(await gate()).toMatchObject({ allowed: false, reasons: [{ code: "quarantined" }] })

  await page.goto(`/?application=${application}`)
  const attention = page.getByRole("region", { name: "Quarantined image tag running" })
  await expect(attention.getByRole("link", { name: imageTag })).toBeVisible()
  await page.goto(`/history?application=${application}`)
  await expect(page.getByRole("img", { name: "Quarantined" })).toBeVisible()

  await page.goto(`/settings/quarantine?q=${imageTag}`)
  await page.getByRole("button", { name: `Lift ${imageTag}` }).click()
  await page.getByRole("dialog").getByLabel("Reason").fill("Fixed upstream")
  await page.getByRole("dialog").getByRole("button", { name: "Lift" }).click()
  await expect(new Table(page, "Quarantined versions").row(imageTag)).toContainText("Fixed upstream")
  expect(await gate()).toMatchObject({ allowed: true })
})

test("an admin cannot install a quarantined chart version, and sees why", async ({ page, slipway }) => {
  const { id } = await slipway.post("/api/v1/quarantine", { ...chart, reason })
  try {
    const slug = `q-${randomUUID().slice(0, 8)}`
    await slipway.post("/api/v1/tenants", { slug })
    await page.goto(`/tenants/${slug}/install?chart=demo/${chart.chartName}&version=${chart.chartVersion}`)
    await expect(
      page.getByText(/1\.1\.0 is quarantined by .*It loses writes\. Choose another version\./),
    ).toBeVisible()
    await page.getByRole("combobox", { name: "Version: 1.1.0" }).click()
    const option = page.getByRole("option", { name: /1\.1\.0.*quarantined/ })
    await expect(option).toHaveAttribute("aria-disabled", "true")
    await page.keyboard.press("Escape")
    await page.getByRole("button", { name: "Preview changes" }).click()
    await expect(page.getByRole("form").getByRole("alert")).toContainText("lift the quarantine")

    await page.goto(`/charts/demo/${chart.chartName}?version=${chart.chartVersion}`)
    await expect(page.getByRole("region", { name: "Quarantine" })).toContainText(reason)
  } finally {
    await slipway.delete(`/api/v1/quarantine/${id}`)
  }
})

test("a freeze blocks the gate until an admin ends it", async ({ page, slipway, application }) => {
  await slipway.record({ application, environment: "dev", imageTag: "v1" })
  const gate = () =>
    slipway.get(`/api/v1/platform/deployments/gate?environment=dev&application=${application}&imageTag=v2`)
  const settings = new SettingsPage(page)
  await settings.open("freezes")
  await page.getByRole("button", { name: "New freeze" }).first().click()
  const dialog = page.getByRole("dialog", { name: "New freeze" })
  const text = `Release day of ${application}`
  await dialog.getByLabel("Reason").fill(text)
  await dialog.getByLabel("End").fill("2099-01-01T10:00")
  await dialog.getByLabel("Application").selectOption(application)
  await dialog.getByRole("button", { name: "Create freeze" }).click()
  await expect(settings.row("Deployment freezes", text)).toContainText("Active")
  expect(await gate()).toMatchObject({ allowed: false, reasons: [{ code: "frozen" }] })
  await page.getByRole("button", { name: `End ${text}` }).click()
  await page.getByRole("button", { name: "End freeze" }).click()
  await expect(settings.row("Deployment freezes", text)).toContainText("Past")
  expect(await gate()).toMatchObject({ allowed: true })
})
