import { expect, type Locator, type Page } from "@playwright/test"

export class RunningPage {
  constructor(private readonly page: Page) {}

  async open(query: Record<string, string> = {}): Promise<void> {
    await this.page.goto(`/running?${new URLSearchParams(query)}`)
    await expect(this.page.getByRole("heading", { name: "Running", level: 1 })).toBeVisible()
  }

  get rows(): Locator {
    return this.page.getByRole("table", { name: "What runs where" }).locator("tbody tr[data-row]")
  }

  /** The choice of a state, with its count in its name. */
  choice(word: string): Locator {
    return this.page
      .getByRole("group", { name: "State" })
      .getByRole("radio", { name: new RegExp(` ${word}$`) })
  }

  async search(text: string): Promise<void> {
    await this.page.getByRole("searchbox", { name: "Application or version" }).fill(text)
  }
}
