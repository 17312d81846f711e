import type { Locator, Page } from "@playwright/test"

/** The activity of deployments and releases. */
export class ActivityPage {
  constructor(private readonly page: Page) {}

  async open(query = ""): Promise<void> {
    await this.page.goto(`/activity${query}`)
    await this.page.getByRole("heading", { name: "Activity", level: 1 }).waitFor()
  }

  /** The rows that contain all of these texts. */
  rows(...words: string[]): Locator {
    const rows = this.page.getByRole("table", { name: "Activity, newest first" }).getByRole("row")
    return words.reduce((matching, hasText) => matching.filter({ hasText }), rows)
  }

  async only(what: "All" | "Rollbacks" | "Failures"): Promise<void> {
    await this.page.getByText(what, { exact: true }).click()
  }

  async since(words: string): Promise<void> {
    await this.page.getByRole("button", { name: /^Since/ }).click()
    await this.page.getByRole("menuitemradio", { name: words }).click()
  }

  async by(name: string): Promise<void> {
    await this.page.getByRole("searchbox", { name: "Actor" }).fill(name)
  }
}
