import { expect, type Locator, type Page } from "@playwright/test"
import { Table } from "@/e2e/ui/table"

export class ChartsPage {
  constructor(private readonly page: Page) {}

  async open(path = "", title = "Charts"): Promise<void> {
    await this.page.goto(`/charts${path}`)
    await expect(this.page.getByRole("heading", { level: 1, name: title })).toBeVisible()
  }

  row(text: string): Locator {
    return new Table(this.page, "Charts").row(text)
  }

  async search(text: string): Promise<void> {
    await this.page.getByLabel("Search charts").fill(text)
  }

  async choose(name: string): Promise<void> {
    await this.page.getByRole("link", { name, exact: true }).click()
    await expect(this.page.getByRole("heading", { level: 1, name })).toBeVisible()
  }

  async chooseVersion(version: string): Promise<void> {
    await this.page.getByRole("combobox", { name: /^Version/ }).click()
    await this.page.getByRole("option", { name: new RegExp(`^${version}\\b`) }).click()
  }

  async show(part: "Readme" | "Values" | "Schema"): Promise<void> {
    await this.page.getByRole("tab", { name: part }).click()
  }

  text(what: string): Locator {
    return this.page.getByRole("region", { name: what, exact: true })
  }
}

export class RepositoriesPage {
  constructor(private readonly page: Page) {}

  async open(): Promise<void> {
    await this.page.goto("/settings/repositories")
    await expect(this.page.getByRole("heading", { level: 1, name: "Repositories" })).toBeVisible()
  }

  row(text: string): Locator {
    return new Table(this.page, "Repositories").row(text)
  }

  /** Fills in and submits the form, whatever the result. */
  async fill(form: { name: string; url: string; password?: string }): Promise<void> {
    await this.press("New repository")
    await this.page.getByLabel("Name", { exact: true }).fill(form.name)
    await this.page.getByLabel("Address").fill(form.url)
    await this.page.getByLabel("Password or token").fill(form.password ?? "")
    await this.press("Add repository")
  }

  async test(name: string): Promise<void> {
    await this.press(`Test ${name}`)
  }

  async remove(name: string): Promise<void> {
    await this.press(`Remove ${name}`)
    await this.page.getByRole("dialog").getByRole("button", { name: "Remove", exact: true }).click()
    await expect(this.page.getByRole("dialog")).toHaveCount(0)
  }

  private async press(name: string): Promise<void> {
    await this.page.getByRole("button", { name, exact: true }).click()
  }
}
