import { expect, type Locator, type Page } from "@playwright/test"
import { Table } from "@/e2e/ui/table"

export class PromotionsPage {
  private readonly table: Table

  constructor(private readonly page: Page) {
    this.table = new Table(page, "Promotion paths")
  }

  async open(query: Record<string, string>): Promise<void> {
    await this.page.goto(`/promotions?${new URLSearchParams(query)}`)
    await expect(this.page.getByRole("heading", { name: "Promotions", level: 1 })).toBeVisible()
  }

  path(imageTag: string): Locator {
    return this.table.row(imageTag)
  }

  get columns(): Locator {
    return this.page.getByRole("table", { name: "Promotion paths" }).getByRole("columnheader")
  }

  async openTag(imageTag: string): Promise<void> {
    await this.path(imageTag).getByRole("link", { name: imageTag, exact: true }).click()
  }
}
