import { expect, type Locator, type Page } from "@playwright/test"
import { SettingsPage } from "@/e2e/ui/settings-page"

type Place = { system?: string; application?: string; environment?: string }

export class PipelinesPage {
  constructor(private readonly page: Page) {}

  async open(target: Place = {}): Promise<void> {
    await this.page.goto(`/settings/pipelines?${new URLSearchParams(target)}`)
    await expect(this.page.getByRole("heading", { level: 1, name: "Pipelines" })).toBeVisible()
  }

  async choose({ system, application, environment }: Place): Promise<void> {
    if (system) await this.page.getByRole("tab", { name: system }).click()
    if (application) await this.page.getByLabel("Application").fill(application)
    if (environment) await this.page.getByLabel("Environment").selectOption(environment)
  }

  /** Creates a token as the form suggests it, and returns it. */
  createToken(name: string): Promise<string> {
    return new SettingsPage(this.page).makeToken(name)
  }

  template(file: string): Locator {
    return this.page.getByRole("region", { name: file, exact: true })
  }

  get tokenCommand(): Locator {
    return this.template("command that stores the token")
  }

  get mapping(): Locator {
    return this.page.locator("section", { has: this.page.getByRole("heading", { name: "What is recorded" }) })
  }

  async sendTest(): Promise<void> {
    await this.page.getByRole("button", { name: "Send test deployment" }).click()
  }

  async annulTest(): Promise<void> {
    await this.page.getByRole("button", { name: "Annul test" }).click()
  }

  /** What was recorded of the test. */
  get arrived(): Locator {
    return this.page.getByRole("status").filter({ hasText: "pipeline-test" })
  }
}
