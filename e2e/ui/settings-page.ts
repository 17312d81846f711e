import { expect, type Locator, type Page } from "@playwright/test"
import { SignIn } from "@/e2e/ui/sign-in"
import { Table } from "@/e2e/ui/table"

type EnvironmentForm = { name: string; rank: string; aliases: string }

export class SettingsPage {
  constructor(private readonly page: Page) {}

  async open(part: string): Promise<void> {
    await this.page.goto(`/settings/${part}`)
    await expect(this.page.getByRole("heading", { level: 1 })).toBeVisible()
  }

  row(table: string, text: string): Locator {
    return new Table(this.page, table).row(text)
  }

  /** Creates a token that may record deployments, and returns it. */
  async makeToken(name: string): Promise<string> {
    // An empty list offers it, too.
    await this.page.getByRole("button", { name: "New token", exact: true }).first().click()
    await this.field("Name").fill(name)
    await this.press("Create token")
    const token = await this.page.getByRole("region", { name: "token", exact: true }).textContent()
    await this.press("Done")
    return token?.trim() ?? ""
  }

  async revokeToken(name: string): Promise<void> {
    await this.press(`Revoke ${name}`)
    await this.page.getByRole("dialog").getByRole("button", { name: "Revoke", exact: true }).click()
  }

  /** Adds a viewer and returns the generated password. */
  async addUser(user: { email: string; name: string }): Promise<string> {
    await this.press("New user")
    await this.field("Email address").fill(user.email)
    await this.field("Name").fill(user.name)
    await this.press("Create user")
    const password = await this.page.getByRole("region", { name: "password", exact: true }).textContent()
    await this.press("Done")
    return password?.trim() ?? ""
  }

  async signInElsewhere(page: Page, person: { email: string; password: string }): Promise<void> {
    await new SignIn(page).signIn(person)
  }

  async addEnvironment(form: EnvironmentForm): Promise<void> {
    await this.fillEnvironment(form)
    await expect(this.page.getByRole("dialog")).toHaveCount(0)
  }

  async fillEnvironment({ name, rank, aliases }: EnvironmentForm): Promise<void> {
    await this.press("New environment")
    await this.field("Name").fill(name)
    await this.field("Rank").fill(rank)
    await this.field("Aliases (optional)").fill(aliases)
    await this.press("Create environment")
  }

  async verifyAudit(): Promise<void> {
    await this.press("Verify")
  }

  /** A field of the open dialog. */
  private field(label: string): Locator {
    return this.page.getByRole("dialog").getByLabel(label, { exact: true })
  }

  private async press(name: string): Promise<void> {
    await this.page.getByRole("button", { name, exact: true }).click()
  }
}
