import { expect, type Locator, type Page } from "@playwright/test"
import { Table } from "@/e2e/ui/table"

const matrix = "Version of each application in each environment"

export class DriftPage {
  constructor(private readonly page: Page) {}

  async open(query: Record<string, string>): Promise<void> {
    await this.page.goto(`/drift?${new URLSearchParams(query)}`)
    await expect(this.page.getByRole("heading", { name: "Drift", level: 1 })).toBeVisible()
  }

  /** The cell of an application in an environment. */
  cell(application: string, environment: string): Locator {
    return new Table(this.page, matrix).row(application).locator(`[data-environment="${environment}"]`)
  }

  service(name: string): Locator {
    return new Table(this.page, matrix).row(name)
  }

  async expand(application: string): Promise<void> {
    await this.page.getByRole("button", { name: `${application} services` }).click()
  }

  compared(application: string, left: string, right: string): Locator {
    return new Table(this.page, `${left} compared with ${right}`).row(application)
  }

  async backToNow(): Promise<void> {
    await this.page.getByRole("button", { name: /As of/ }).click()
    await this.page.getByRole("button", { name: "Back to now" }).click()
  }

  /** Waits until the event stream is open: later events are received. */
  async untilLive(): Promise<void> {
    await expect(this.page.getByRole("button", { name: /status: Live$/ }).first()).toBeVisible()
  }
}
