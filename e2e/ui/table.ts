import type { Locator, Page } from "@playwright/test"

/** A table of the console, by its name. */
export class Table {
  private readonly table: Locator

  constructor(page: Page, name: string) {
    this.table = page.getByRole("table", { name })
  }

  row(text: string): Locator {
    return this.table.getByRole("row").filter({ hasText: text })
  }

  head(name: string): Locator {
    return this.table.getByRole("columnheader", { name })
  }
}
