import { randomUUID } from "node:crypto"
import { expect, test } from "@/e2e/fixtures/test"
import { TenantsPage } from "@/e2e/ui/tenants-page"

const unique = () => randomUUID().slice(0, 8)

test.describe("Tenants", () => {
  test("are added with their own namespace and suspended by an admin", async ({ page, slipway }) => {
    const tenants = new TenantsPage(page)
    const slug = `acme-${unique()}`
    await tenants.open()
    await tenants.add({ slug, name: `Acme ${slug}`, tags: "tier=gold\nregion=eu" })
    await expect(tenants.row(slug)).toContainText(`tenant-${slug}`)
    await expect(tenants.row(slug)).toContainText("Active")
    await tenants.suspend(`Acme ${slug}`)
    await expect(tenants.row(slug)).toContainText("Suspended")
    expect(await slipway.get(`/api/v1/tenants/${slug}`)).toMatchObject({
      status: "SUSPENDED",
      tags: { tier: "gold", region: "eu" },
      namespace: `tenant-${slug}`,
    })
  })

  test("a link keeps the filters: words, status and the tags that were pressed", async ({
    page,
    slipway,
  }) => {
    const tenants = new TenantsPage(page)
    const id = unique()
    const tag = `wave=${id}`
    await slipway.post("/api/v1/tenants", { slug: `one-${id}`, tags: { wave: id } })
    await slipway.post("/api/v1/tenants", { slug: `two-${id}` })
    await tenants.open()
    await tenants.filter(id)
    await expect(tenants.row(`two-${id}`)).toBeVisible()
    await tenants.narrowBy(tag)
    await expect(tenants.row(`two-${id}`)).toHaveCount(0)
    await expect(page).toHaveURL((url) => url.search.includes("tag"))
    await page.goto(page.url())
    await expect(tenants.row(`one-${id}`)).toBeVisible()
    await expect(tenants.row(`two-${id}`)).toHaveCount(0)
    await tenants.narrowBy(tag)
    await expect(tenants.row(`two-${id}`)).toBeVisible()
  })

  test("are readable for users who may not change them", async ({ pageAs, slipway }) => {
    const slug = `read-${unique()}`
    await slipway.post("/api/v1/tenants", { slug })
    const page = await pageAs("OPERATOR")
    const tenants = new TenantsPage(page)
    await tenants.open(`?q=${slug}`)
    await expect(tenants.row(slug)).toBeVisible()
    await expect(page.getByRole("button", { name: "New tenant" })).toHaveCount(0)
    await expect(page.getByRole("button", { name: `Change ${slug}` })).toHaveCount(0)
  })
})

test.describe("Clusters", () => {
  test("show whether each is reachable, and how to connect another one", async ({ page }) => {
    await page.goto("/settings/clusters")
    await expect(page.getByRole("table", { name: "Clusters" })).toContainText("Reachable")
    await expect(page.getByText("SLIPWAY_CLUSTERS=")).toBeVisible()
  })
})
