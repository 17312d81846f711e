import { expect, type Page } from "@playwright/test"

export class SignIn {
  constructor(private readonly page: Page) {}

  async open(): Promise<void> {
    await this.page.goto("/sign-in")
  }

  /** Signs in and waits until the console is visible. */
  async signIn(person: { email: string; password: string }): Promise<void> {
    await this.open()
    await this.submit(person)
    await expect(this.page.getByRole("navigation", { name: "Main" }).first()).toBeVisible()
  }

  async submit(person: { email: string; password: string }): Promise<void> {
    await this.page.getByLabel("Email address").fill(person.email)
    await this.page.getByLabel("Password").fill(person.password)
    await this.page.getByRole("button", { name: "Sign in" }).click()
  }

  /** Continues to the identity provider from the sign-in page, enters the login and consents. */
  async atProvider(login: string): Promise<void> {
    await this.page.getByRole("button", { name: "Single sign-on" }).click()
    await this.page.getByPlaceholder("Enter any login").fill(login)
    await this.page.getByPlaceholder("and password").fill("any")
    await this.page.getByRole("button", { name: "Sign-in" }).click()
    await this.page.getByRole("button", { name: "Continue" }).click()
  }

  async refusal(): Promise<string> {
    return (await this.page.getByRole("alert").textContent()) ?? ""
  }
}
