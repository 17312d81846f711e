import { expect, type Locator, type Page } from "@playwright/test"

type Action = "Mark as rolled back" | "Remove rollback mark" | "Annul" | "Complete" | "Edit notes"

/** One deployment, on its page or in the drawer next to a list. */
export class DeploymentDetails {
  constructor(private readonly page: Page) {}

  async open(id: unknown): Promise<void> {
    await this.page.goto(`/deployments/${String(id)}`)
    await expect(this.page.getByRole("heading", { level: 1 })).toBeVisible()
  }

  get drawer(): Locator {
    return this.page.getByRole("dialog").first()
  }

  get panel(): Locator {
    return this.page.getByRole("main")
  }

  /** A section of it by its heading. */
  section(title: string): Locator {
    return this.page.locator("section", { has: this.page.getByRole("heading", { name: title }) })
  }

  button(action: Action): Locator {
    return this.page.getByRole("button", { name: `${action}…` })
  }

  dialog(title: string): Locator {
    return this.page.getByRole("dialog", { name: title })
  }

  async markRolledBack(reason: string): Promise<void> {
    await this.button("Mark as rolled back").click()
    const dialog = this.dialog("Mark as rolled back")
    await dialog.getByLabel(/^Reason/).fill(reason)
    await dialog.getByRole("button", { name: "Mark as rolled back" }).click()
  }

  async undoRollbackMark(): Promise<void> {
    await this.button("Remove rollback mark").click()
    await this.dialog("Remove rollback mark").getByRole("button", { name: "Remove mark" }).click()
  }

  async annul(reason: string): Promise<void> {
    await this.button("Annul").click()
    const dialog = this.dialog("Annul deployment")
    await dialog.getByLabel(/^Reason/).fill(reason)
    await dialog.getByRole("button", { name: "Annul" }).click()
  }

  async restore(): Promise<void> {
    await this.page.getByRole("button", { name: "Restore" }).click()
  }

  async complete(outcome: "Deployed" | "Failed"): Promise<void> {
    await this.button("Complete").click()
    const dialog = this.dialog("Complete deployment")
    await dialog.getByText(outcome).click()
    await dialog.getByRole("button", { name: "Complete" }).click()
  }

  service(name: string): Locator {
    return this.page
      .getByRole("table", { name: "Service versions" })
      .getByRole("row")
      .filter({ hasText: name })
  }
}
