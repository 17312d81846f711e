import { expect, type Locator, type Page } from "@playwright/test"
import { Table } from "@/e2e/ui/table"

type TenantForm = { slug: string; name?: string; tags?: string }

export class TenantsPage {
  constructor(private readonly page: Page) {}

  async open(query = ""): Promise<void> {
    await this.page.goto(`/tenants${query}`)
    await expect(this.page.getByRole("heading", { level: 1, name: "Tenants" })).toBeVisible()
  }

  row(text: string): Locator {
    return new Table(this.page, "Tenants, newest first").row(text)
  }

  async add(form: TenantForm): Promise<void> {
    await this.fill(form)
    await expect(this.page.getByRole("dialog")).toHaveCount(0)
  }

  /** Fills in and submits the form, whatever the result. */
  async fill({ slug, name = "", tags = "" }: TenantForm): Promise<void> {
    // An empty list offers it, too.
    await this.page.getByRole("button", { name: "New tenant" }).first().click()
    await this.page.getByLabel("Slug").fill(slug)
    await this.page.getByLabel("Name", { exact: false }).and(this.page.locator("[name=name]")).fill(name)
    await this.page.getByLabel("Tags").fill(tags)
    await this.press("Create tenant")
  }

  async suspend(name: string): Promise<void> {
    await this.press(`Edit ${name}`)
    await this.page.getByLabel("Status").and(this.page.locator("select")).selectOption("SUSPENDED")
    await this.press("Save")
    await expect(this.page.getByRole("dialog")).toHaveCount(0)
  }

  async narrowBy(tag: string): Promise<void> {
    await this.page.getByRole("button", { name: tag, exact: true }).first().click()
  }

  async filter(text: string): Promise<void> {
    await this.page.getByLabel("Filter by name or namespace").fill(text)
  }

  private async press(name: string): Promise<void> {
    await this.page.getByRole("button", { name, exact: true }).click()
  }
}
