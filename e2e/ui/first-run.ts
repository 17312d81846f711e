import { expect, type Locator, type Page } from "@playwright/test"

/** The overview of an empty ledger. */
export class FirstRun {
  constructor(private readonly page: Page) {}

  get invitation(): Locator {
    return this.page.getByRole("heading", { name: "Record your first deployment" })
  }

  step(title: string): Locator {
    return this.page.getByRole("listitem").filter({ has: this.page.getByRole("heading", { name: title }) })
  }

  async makeToken(): Promise<void> {
    await this.page.getByRole("button", { name: "Create token and insert it" }).click()
    await expect(this.page.getByText("The command above contains the token.")).toBeVisible()
  }

  /** The curl command with the token in it. */
  async command(): Promise<string> {
    return (await this.page.getByRole("region", { name: "curl command" }).textContent()) ?? ""
  }
}
