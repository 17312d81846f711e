import { randomUUID } from "node:crypto"
import { expect, test } from "@/e2e/fixtures/test"
import { Table } from "@/e2e/ui/table"

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
