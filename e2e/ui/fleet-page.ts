import { expect, type Locator, type Page } from "@playwright/test"
import { Table } from "@/e2e/ui/table"

/** The fleet: as a table, as tenants × charts, and by version. */
export class FleetPage {
  constructor(private readonly page: Page) {}

  async open(query: Record<string, string> = {}): Promise<void> {
    await this.page.goto(`/releases?${new URLSearchParams(query)}`)
    await expect(this.page.getByRole("heading", { level: 1, name: "Releases" })).toBeVisible()
  }

  async look(view: "Table" | "Matrix" | "Versions"): Promise<void> {
    // The radio input itself is hidden: its label is clicked.
    await this.page.getByRole("group", { name: "View" }).getByText(view, { exact: true }).click()
    await expect(this.page.getByRole("radio", { name: view })).toBeChecked()
  }

  row(text: string): Locator {
    return new Table(this.page, "Releases, newest first").row(text)
  }

  tenant(name: string): Locator {
    return new Table(this.page, "Version of each chart for each tenant").row(name)
  }

  async needsUpgradeTo(version: string): Promise<void> {
    await this.page.getByRole("combobox", { name: /^Needs upgrade to/ }).click()
    await this.page.getByRole("option", { name: new RegExp(`^${version}\\b`) }).click()
  }

  /** The numbers behind a chart's bars, each with the link to the releases of a version. */
  async asTable(chart: string): Promise<Locator> {
    const graph = this.page.getByRole("figure", { name: chart })
    await graph.getByRole("button", { name: /table/i }).click()
    return graph.getByRole("table", { name: `${chart}, as a table` })
  }
}
