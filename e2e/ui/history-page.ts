import { type Download, expect, type Locator, type Page } from "@playwright/test"
import { Table } from "@/e2e/ui/table"

const table = "Deployment history, newest first"

export class HistoryPage {
  constructor(private readonly page: Page) {}

  async open(query: Record<string, string> = {}): Promise<void> {
    await this.page.goto(`/history?${new URLSearchParams(query)}`)
    await expect(this.page.getByRole("heading", { name: "History", level: 1 })).toBeVisible()
  }

  row(name: string): Locator {
    return new Table(this.page, table).row(name)
  }

  get rows(): Locator {
    return this.page.getByRole("table", { name: table }).locator("[data-row]")
  }

  async tags(): Promise<string[]> {
    return this.page.getByRole("table", { name: table }).locator("[data-row-link]").allTextContents()
  }

  /** Types into the field that `/` focuses. */
  async search(text: string): Promise<void> {
    await expect(async () => {
      await this.page.keyboard.press("/")
      await expect(this.page.locator("[data-filter-field]")).toBeFocused({ timeout: 1_000 })
    }, "the page listens to keys").toPass()
    await this.page.keyboard.type(text)
  }

  async chooseStatus(status: string): Promise<void> {
    await this.page
      .getByRole("search")
      .getByRole("button", { name: /^Status/ })
      .click()
    await this.page.getByRole("menuitemradio", { name: status }).click()
  }

  /** Waits until the columns are saved, which is a moment later. */
  async showColumn(name: string): Promise<void> {
    const saved = this.page.waitForResponse(/\/users\/me\/layouts\/history$/)
    await this.page.getByRole("button", { name: "Columns" }).click()
    await this.page.getByRole("checkbox", { name }).check()
    await this.page.keyboard.press("Escape")
    expect((await saved).ok()).toBe(true)
  }

  column(name: string): Locator {
    return this.page.getByRole("columnheader", { name, exact: true })
  }

  async downloadCsv(): Promise<Download> {
    const download = this.page.waitForEvent("download")
    await this.page.getByRole("link", { name: "CSV" }).click()
    return download
  }

  get emptyState(): Locator {
    return this.page.getByText("No matching deployments")
  }
}
