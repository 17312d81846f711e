import { randomUUID } from "node:crypto"
import { expect, test } from "@/e2e/fixtures/test"
import { ReleasePage } from "@/e2e/ui/release-page"
import type { ChartVersion } from "@/lib/fleet/charts/schema"
import { api } from "@/lib/platform/paths"

const chart = "matih-ai-service"

test("every version of a chart can be selected, newest first, however many there are", async ({
  page,
  slipway,
}) => {
  const tenant = await slipway.post(api.tenants(), { slug: `v-${randomUUID().slice(0, 8)}` })
  const manyVersions = Array.from({ length: 120 }, (_, index) => ({
    repository: "many",
    name: chart,
    version: `1.${119 - index}.0`,
    appVersion: "1.0.0",
    description: null,
    createdAt: null,
    digest: null,
    deprecated: false,
    prerelease: false,
    quarantine: null,
  })) satisfies ChartVersion[]
  await page.route(`**/api/v1/helm/charts/*/${chart}?*`, (route) => {
    const { pathname, searchParams } = new URL(route.request().url())
    const first = !searchParams.has("cursor")
    const headers = first ? { link: `<${pathname}?cursor=next>; rel="next"` } : undefined
    return route.fulfill({ headers, json: first ? manyVersions.slice(0, 70) : manyVersions.slice(70) })
  })
  const releases = new ReleasePage(page)
  await releases.openInstall(String(tenant.slug))
  await releases.chooseChart(chart)
  await releases.version.click()
  await expect(page.getByRole("option")).toHaveCount(120)
  await expect(page.getByRole("option").first()).toContainText("1.119.0")
  await page.getByPlaceholder("Find version…").fill("1.3.0")
  await page.getByRole("option", { name: "1.3.0" }).first().click()
  await expect(releases.version).toContainText("1.3.0")
})
