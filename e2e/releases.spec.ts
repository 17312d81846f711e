import { randomUUID } from "node:crypto"
import type { SlipwayApi } from "@/e2e/app/slipway-api"
import { expect, test } from "@/e2e/fixtures/test"
import { ReleasePage } from "@/e2e/ui/release-page"
import { Table } from "@/e2e/ui/table"
import { TenantsPage } from "@/e2e/ui/tenants-page"

const chart = "matih-ai-service"
const secret = `canary-${randomUUID()}`

async function newTenant(slipway: SlipwayApi): Promise<{ id: unknown; slug: string }> {
  const slug = `t-${randomUUID().slice(0, 8)}`
  const { id } = await slipway.post("/api/v1/tenants", { slug })
  return { id, slug }
}

/** A DEPLOYED release, installed through the API. */
async function installed(slipway: SlipwayApi, values: Record<string, unknown> = {}) {
  const tenant = await newTenant(slipway)
  const { id } = await slipway.post("/api/v1/helm/releases", {
    tenantId: tenant.id,
    releaseName: `${tenant.slug}-ai`,
    chartName: chart,
    chartVersion: "1.0.0",
    valuesOverride: values,
    atomic: true,
  })
  const status = async () => Object(await slipway.get(`/api/v1/helm/releases/${id}`)).status
  await expect.poll(status, { timeout: 60_000 }).toBe("DEPLOYED")
  return { id, tenant, name: `${tenant.slug}-ai` }
}

let unchanged: ReturnType<typeof installed> | undefined

/** One for all tests that only look at it. */
function installedOnce(slipway: SlipwayApi) {
  unchanged ??= installed(slipway)
  return unchanged
}

test.describe("Releases", () => {
  test.slow()

  test("a chart is found, installed, observed, upgraded, rolled back and uninstalled, starting from the overview", async ({
    page,
    slipway,
  }) => {
    const tenant = await newTenant(slipway)
    const releases = new ReleasePage(page)
    await page.goto("/")
    const navigation = page.getByRole("navigation", { name: "Main" })
    await navigation.getByRole("link", { name: "Tenants", exact: true }).click()
    await new TenantsPage(page).filter(tenant.slug)
    await page.getByRole("link", { name: tenant.slug }).first().click()
    await page.getByRole("link", { name: "Install" }).first().click()
    await releases.fillInstall({ chart, version: "1.0.0", values: { replicaCount: "2" }, atomic: true })
    await releases.lookAndGo("Install")
    await releases.ends("Succeeded")
    await expect(releases.revision("Installed")).toContainText("Current")
    await expect(new Table(page, "Resources").row("Deployment")).toContainText("2/2")

    await page.getByRole("link", { name: "Upgrade" }).click()
    await expect(releases.value("replicaCount")).toHaveCount(0)
    await releases.chooseVersion("1.1.0")
    await expect(page.getByText("1.0.0 → 1.1.0")).toContainText("minor")
    await expect(releases.value("replicaCount")).toHaveValue("2")
    await releases.lookAndGo("Upgrade")
    await releases.ends("Succeeded")
    await expect(releases.revision("Upgraded")).toContainText("up minor")

    await releases.rollBack("1", "The new one is too slow")
    await expect(releases.revision("Rolled back (to 1)")).toContainText("The new one is too slow")

    const dialog = await releases.requestUninstall()
    await expect(dialog.getByRole("region", { name: "What will be removed" })).toContainText("Deployment")
    await dialog.getByRole("button", { name: "Uninstall" }).click()
    await expect(dialog.getByText("Enter a reason")).toBeVisible()
    await dialog.getByLabel("Type the release name to confirm").fill(`${tenant.slug}-${chart}`)
    await dialog.getByLabel("Reason").fill("Tenant migration")
    await dialog.getByRole("button", { name: "Uninstall" }).click()
    await expect(releases.revision("Uninstalled")).toContainText("Tenant migration")

    await releases.openTenant(tenant.slug)
    const history = page.getByRole("list", { name: "Release history" }).getByRole("listitem")
    await expect(history).toHaveCount(4)
    await expect(history.first()).toContainText("Tenant migration")
    await expect(new Table(page, "Releases").row(chart)).toContainText("Uninstalled")
  })

  test("a failed install shows the resource and the message of its pod", async ({ page, slipway }) => {
    const tenant = await newTenant(slipway)
    const releases = new ReleasePage(page)
    await releases.openInstall(tenant.slug)
    await releases.fillInstall({ chart, version: "1.0.0", values: { "image.tag": "broken" }, timeout: "4" })
    await releases.lookAndGo("Install")
    await releases.ends("Failed")
    const failure = page.getByRole("alert").filter({ hasText: "cannot pull the image" })
    await expect(failure).toContainText(`Deployment ${tenant.slug}-${chart}`)
    await expect(failure.getByRole("list", { name: "Affected objects" })).toContainText("ImagePullBackOff")
    await failure.getByText("Full error").click()
    await expect(failure).toContainText("Not ready: Deployment")
    await expect(new Table(page, "Resources").row("Deployment")).toContainText("Degraded")
    await page.reload()
    await failure.getByRole("link", { name: "Edit values and retry" }).click()
    await expect(page).toHaveURL(/\/upgrade\?version=1\.0\.0$/)
    await expect(releases.value("image.tag")).toHaveValue("broken")
  })

  test("a running install is cancelled and leaves nothing behind", async ({ page, slipway }) => {
    const tenant = await newTenant(slipway)
    const releases = new ReleasePage(page)
    await releases.openInstall(tenant.slug)
    await releases.fillInstall({
      chart,
      version: "1.0.0",
      values: { "image.tag": "broken" },
      timeout: "600",
      atomic: true,
    })
    await releases.lookAndGo("Install")
    await expect(page.getByRole("log")).toContainText("is not ready", { timeout: 30_000 })
    await releases.button("Cancel…").click()
    const sure = page.getByRole("dialog", { name: "Cancel this install?" })
    await sure.getByRole("button", { name: "Keep running" }).click()
    await expect(sure).toHaveCount(0)
    await releases.button("Cancel…").click()
    await sure.getByRole("button", { name: "Cancel the install" }).click()
    await releases.ends("Cancelled")
    await expect(page.getByText("No resources in the cluster")).toBeVisible()
    await expect(page.getByRole("link", { name: "Install again" })).toBeVisible()
  })

  test("the form and the YAML show the same content", async ({ page, slipway }) => {
    const tenant = await newTenant(slipway)
    const releases = new ReleasePage(page)
    await releases.openInstall(tenant.slug)
    await releases.fillInstall({ chart, version: "1.0.0", values: { replicaCount: "3" } })
    await page.getByText("YAML", { exact: true }).click()
    const editor = page.getByRole("textbox", { name: "Values as YAML" })
    await expect(editor).toContainText("replicaCount: 3")
    await editor.fill("replicaCount: 4\nmodel:\n  name: matih-large\n")
    await page.getByText("Form", { exact: true }).click()
    await expect(releases.value("replicaCount")).toHaveValue("4")
    await expect(releases.value("model.name")).toHaveValue("matih-large")
  })

  test("a secret is never shown again and kept if it is not changed, and the comparison of two revisions is shareable", async ({
    page,
    slipway,
  }) => {
    const release = await installed(slipway, { apiKey: secret, replicaCount: 1 })
    const releases = new ReleasePage(page)
    await releases.open(release.id, "?tab=values")
    await expect(page.getByText("apiKey: ••••••••")).toBeVisible()
    await page.getByRole("link", { name: "Upgrade" }).click()
    await releases.chooseVersion("1.1.0")
    await expect(page.getByText("Unchanged", { exact: true })).toBeVisible()
    await releases.value("replicaCount").fill("2")
    await releases.look.click()
    await expect(page.getByRole("heading", { name: "Upgrade preview" })).toBeVisible()
    expect(await page.content()).not.toContain(secret)
    await releases.button("Upgrade").click()
    await releases.ends("Succeeded")
    const { diff } = Object(await slipway.get(`/api/v1/helm/releases/${release.id}/history/2?against=1`))
    expect(diff.values).not.toMatch(/^[+-].*apiKey/m)

    await releases.tab("Values")
    await releases.revision("Upgraded").click()
    await page.getByLabel("Compare with").selectOption("1")
    const changes = page.getByRole("table", { name: "Changes to Values" })
    await expect(changes.getByRole("row").filter({ hasText: "removed: " })).toContainText("replicaCount: 1")
    await expect(page).toHaveURL(/revision=2.*against=1|against=1.*revision=2/)
    await page.goto(page.url())
    await expect(changes.getByRole("row").filter({ hasText: "added: " })).toContainText("replicaCount: 2")
  })

  test("a viewer sees everything and no actions", async ({ pageAs, slipway }) => {
    const release = await installedOnce(slipway)
    const page = await pageAs("VIEWER")
    const releases = new ReleasePage(page)
    await releases.open(release.id)
    await expect(new Table(page, "Resources").row("Deployment")).toBeVisible()
    const changes = /Upgrade|Roll back|Uninstall|Install/
    await expect(page.getByRole("button", { name: changes })).toHaveCount(1)
    await expect(page.getByRole("link", { name: changes })).toHaveCount(0)
    await page.goto(`/tenants/${release.tenant.slug}/install`)
    await expect(page.getByText("Installing a release requires the operator role")).toBeVisible()
  })

  test("the fleet is counted by status and chart, and filtered by either", async ({ page, slipway }) => {
    const release = await installedOnce(slipway)
    await page.goto(`/releases?q=${release.name}`)
    const table = new Table(page, "Releases, newest first")
    await expect(table.row(release.name)).toContainText("Deployed")
    await page
      .getByRole("list", { name: "Releases by status" })
      .getByRole("button", { name: /Deployed/ })
      .click()
    await expect(page).toHaveURL(/status=DEPLOYED/)
    await expect(table.row(release.name)).toBeVisible()
    await page.getByRole("list", { name: "Releases by chart" }).getByRole("button", { name: chart }).click()
    await expect(page).toHaveURL(/chartName=matih-ai-service/)
    await table.row(release.name).getByRole("link").click()
    await expect(page.getByRole("heading", { level: 1, name: release.name })).toBeVisible()
  })
})
