import { expect, type Locator, type Page } from "@playwright/test"

export class OverviewPage {
  constructor(private readonly page: Page) {}

  async open(query: Record<string, string> = {}): Promise<void> {
    await this.page.goto(`/?${new URLSearchParams(query)}`)
    await expect(this.page.getByRole("heading", { name: "Overview", level: 1 })).toBeVisible()
  }

  get cards(): Locator {
    return this.page
      .getByRole("region", { name: "Environments" })
      .getByRole("listitem")
      .filter({ has: this.page.getByRole("heading") })
  }

  card(environment: string): Locator {
    return this.cards.filter({ has: this.page.getByRole("heading", { name: environment, exact: true }) })
  }

  get attention(): Locator {
    return this.page.locator("section", { has: this.page.getByRole("heading", { name: "Needs attention" }) })
  }

  get activity(): Locator {
    return this.page.locator("section", { has: this.page.getByRole("heading", { name: "Activity" }) })
  }

  number(name: string): Locator {
    return this.page
      .getByRole("region", { name: "Metrics" })
      .getByRole("listitem")
      .filter({ has: this.page.getByRole("heading", { name }) })
  }

  async pauseOrGoOn(): Promise<void> {
    await this.page.getByRole("button", { name: /^Pause live updates/ }).click()
  }

  /** Waits until the event stream is open: later events are received. */
  async untilLive(): Promise<void> {
    await expect(this.page.getByRole("button", { name: /status: Live$/ }).first()).toBeVisible()
  }

  /** Marks the document, so that a reload of the page is detected. */
  async markDocument(): Promise<() => Promise<boolean>> {
    await this.page.evaluate(() => document.documentElement.setAttribute("data-marked", ""))
    return () => this.page.evaluate(() => document.documentElement.hasAttribute("data-marked"))
  }
}
