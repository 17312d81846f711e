import { readFile } from "node:fs/promises"
import { expect, type Locator, type Page } from "@playwright/test"
import { Table } from "@/e2e/ui/table"

export class InsightsPage {
  constructor(private readonly page: Page) {}

  async open(query: Record<string, string>): Promise<void> {
    await this.page.goto(`/insights?${new URLSearchParams(query)}`)
    await expect(this.page.getByRole("heading", { name: "Insights", level: 1 })).toBeVisible()
  }

  tile(label: string): Locator {
    return this.page.getByRole("listitem").filter({ has: this.page.getByRole("heading", { name: label }) })
  }

  async explain(metric: string): Promise<void> {
    await this.page.getByRole("button", { name: `How is ${metric} computed?` }).click()
  }

  async showRows(): Promise<void> {
    await this.page.getByRole("button", { name: "Show rows" }).click()
  }

  /** Which rows of the number with how many: "Counted 1", "Based on 2", "Excluded". */
  async part(name: string): Promise<void> {
    await this.page.getByRole("dialog").getByText(name, { exact: true }).click()
  }

  row(imageTag: string): Locator {
    return new Table(this.page, "Deployments behind the metric").row(imageTag)
  }

  async chooseRange(label: string): Promise<void> {
    await this.page.getByRole("button", { name: /^Range/ }).click()
    await this.page.getByRole("menuitemradio", { name: label }).click()
  }

  async asTable(title: string): Promise<void> {
    const figure = this.page.getByRole("figure", { name: title })
    await figure.getByRole("button", { name: "Show as table" }).click()
  }

  /** The content of the file of the whole report. */
  async saveReport(
    format: "CSV" | "PNG",
    click = (target: Locator): Promise<void> => target.click(),
  ): Promise<Buffer> {
    const saved = this.page.waitForEvent("download")
    await click(this.page.getByRole("group", { name: "Export" }).getByRole("button", { name: format }))
    return readFile(await (await saved).path())
  }
}
