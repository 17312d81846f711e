import { expect, type Locator, type Page } from "@playwright/test"
import { Table } from "@/e2e/ui/table"

/** The clusters, their unmanaged releases, and the workers. */
export class ClustersPage {
  constructor(private readonly page: Page) {}

  async open(query = ""): Promise<void> {
    await this.page.goto(`/settings/clusters${query}`)
    await expect(this.page.getByRole("heading", { name: "Clusters", level: 1 })).toBeVisible()
  }

  async find(text: string): Promise<void> {
    await this.page.getByRole("searchbox", { name: "Find a release" }).fill(text)
  }

  unmanaged(name: string): Locator {
    return new Table(this.page, "Unmanaged releases").row(name)
  }

  get workers(): Locator {
    return this.page.getByRole("table", { name: "Workers" })
  }

  /** Opens the dialog of one release and returns it. */
  async requestAdoption(name: string): Promise<Locator> {
    await this.page.getByRole("button", { name: `Adopt ${name}` }).click()
    return this.page.getByRole("dialog", { name: `Adopt ${name}` })
  }
}
