import { randomUUID } from "node:crypto"
import type { SlipwayApi } from "@/e2e/app/slipway-api"
import { expect, test } from "@/e2e/fixtures/test"
import { Table } from "@/e2e/ui/table"

const chart = "matih-ai-service"
const path = "resources.limits.memory"
const memory = (limit: string) => ({ resources: { limits: { memory: limit } } })

type Seeded = { run: string; releases: { slug: string; id: unknown }[] }

/** Tenants with a tag of this test only, each with a DEPLOYED release that sets these values. */
async function seed(slipway: SlipwayApi, ...values: object[]): Promise<Seeded> {
  const run = randomUUID().slice(0, 8)
  const releases = await Promise.all(
    values.map(async (valuesOverride, index) => {
      const slug = `v${index}-${run}`
      const { id: tenantId } = await slipway.post("/api/v1/tenants", { slug, tags: { run } })
      const { id } = await slipway.post("/api/v1/helm/releases", {
        tenantId,
        releaseName: `${slug}-ai`,
        chartName: chart,
        chartVersion: "1.0.0",
        valuesOverride,
      })
      return { slug, id }
    }),
  )
  for (const { id } of releases) {
    const status = async () => Object(await slipway.get(`/api/v1/helm/releases/${id}`)).status
    await expect.poll(status, { timeout: 60_000 }).toBe("DEPLOYED")
  }
  return { run, releases }
}

test.describe("Values", () => {
  test.slow()

  test("a path is found with the keyboard, compared by value, and changed by a rollout", async ({
    page,
    slipway,
  }) => {
    const { run, releases } = await seed(slipway, memory("300Mi"), memory("300Mi"), memory("1Gi"), {})
    await page.goto(`/values?tags=run=${run}`)
    await expect(async () => {
      await page.keyboard.press("/")
      await expect(page.getByRole("combobox", { name: "Path: none" })).toBeFocused({ timeout: 1_000 })
    }, "the page listens to keys").toPass()
    await page.keyboard.press("Enter")
    await expect(page.getByRole("combobox", { name: "Path", exact: true })).toBeFocused()
    await page.keyboard.type("limits.mem")
    await expect(page.getByRole("option", { name: path })).toBeVisible()
    await page.keyboard.press("Enter")
    await expect(page).toHaveURL(new RegExp(`path=${path}`))

    const groups = page.getByRole("list", { name: "Releases by value" }).getByRole("button")
    await expect(groups).toHaveText([/300Mi.*2 releases.*2 tenants/, /1 release/, /1 release/])
    await expect(groups.filter({ hasText: "not set" })).toContainText("default")
    await expect(page.getByText("4 releases: 3 set a value")).toBeVisible()
    const table = new Table(page, "Values by tenant")
    await expect(table.row(`v2-${run}`)).toContainText("1Gi")

    await groups.filter({ hasText: "300Mi" }).click()
    await expect(page).toHaveURL(/value=[0-9a-f]{16}/)
    await expect(table.row(`v2-${run}`)).toHaveCount(0)
    await page.reload()
    await expect(table.row(`v0-${run}`)).toContainText("300Mi")
    await expect(table.row(`v2-${run}`)).toHaveCount(0)

    await page.getByRole("checkbox", { name: `Select v0-${run}-ai` }).check()
    await page.getByRole("button", { name: /Select all 2 shown/ }).click()
    await page.getByRole("link", { name: "Change this value…" }).click()
    const plan = new Table(page, "Planned changes")
    await page.getByText("Reset to the default", { exact: true }).click()
    await page.getByRole("button", { name: "Preview all releases" }).click()
    await expect(plan.row(`v0-${run}`)).toContainText(/300Mi.*\(default\)/)
    await page.goBack()
    await page.getByText("Set a value", { exact: true }).click()
    await page.getByLabel(`New value of ${path}`).fill("512Mi")
    await expect(page.getByText("Change 2 releases in 1 wave")).toBeVisible()
    await page.getByRole("button", { name: "Preview all releases" }).click()
    await expect(plan.row(`v0-${run}`)).toContainText(/300Mi.*512Mi/)
    await page.getByRole("button", { name: "Start…" }).click()
    await page.getByRole("button", { name: "Start the rollout" }).click()
    await expect(page.getByRole("heading", { level: 1, name: chart })).toBeVisible()
    const deployed = () =>
      Promise.all(
        releases.map(async ({ id }) => {
          const { chartVersion, status, valuesOverride } = Object(
            await slipway.get(`/api/v1/helm/releases/${id}`),
          )
          return [chartVersion, status, valuesOverride.resources?.limits.memory]
        }),
      )
    await expect
      .poll(deployed, { timeout: 60_000 })
      .toEqual(["512Mi", "512Mi", "1Gi", undefined].map((limit) => ["1.0.0", "DEPLOYED", limit]))
  })
})
