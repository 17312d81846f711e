import { expect, type Locator, type Page } from "@playwright/test"

export type Form = {
  chart: string
  version: string
  name?: string
  /** Fields of the form by the path of the value, such as `image.tag`. */
  values?: Record<string, string>
  timeout?: string
  atomic?: boolean
}

/** A tenant, the forms and a release, as a user sees them. */
export class ReleasePage {
  constructor(readonly page: Page) {}

  async openTenant(slug: string): Promise<void> {
    await this.page.goto(`/tenants/${slug}`)
    await expect(this.page.getByRole("heading", { name: "Release history" })).toBeVisible()
  }

  async openInstall(slug: string): Promise<void> {
    await this.page.goto(`/tenants/${slug}/install`)
    await expect(this.look).toBeVisible()
  }

  async open(releaseId: unknown, query = ""): Promise<void> {
    await this.page.goto(`/releases/${releaseId}${query}`)
    await expect(this.page.getByRole("navigation", { name: "Revisions" })).toBeVisible()
  }

  get look(): Locator {
    return this.button("Preview changes")
  }

  get version(): Locator {
    return this.page.getByRole("combobox", { name: /^Version:/ })
  }

  button(name: string): Locator {
    return this.page.getByRole("button", { name, exact: true })
  }

  value(path: string): Locator {
    return this.page.getByLabel(`New value of ${path}`, { exact: true })
  }

  async chooseChart(name: string): Promise<void> {
    await this.page.getByRole("combobox", { name: /^Chart:/ }).click()
    await this.page.getByRole("option", { name }).click()
  }

  async chooseVersion(version: string): Promise<void> {
    await this.version.click()
    await this.page.getByPlaceholder("Find version…").fill(version)
    await this.page.getByRole("option", { name: version }).first().click()
    await expect(this.value("replicaCount")).toBeVisible()
  }

  /** Fills in the form of an install, up to its preview. */
  async fillInstall({ chart, version, name, values = {}, timeout, atomic }: Form): Promise<void> {
    await this.chooseChart(chart)
    await this.chooseVersion(version)
    if (name) await this.page.getByLabel("Release name").fill(name)
    for (const [path, text] of Object.entries(values)) await this.value(path).fill(text)
    if (timeout) await this.page.getByLabel("Timeout in seconds").fill(timeout)
    if (atomic) await this.page.getByLabel(/^Atomic/).check()
  }

  /** Checks the diff, then applies it. */
  async lookAndGo(action: "Install" | "Upgrade"): Promise<void> {
    await this.look.click()
    await expect(this.page.getByRole("heading", { name: /^(Install|Upgrade) preview/ })).toBeVisible()
    await this.button(action).click()
    await this.page.waitForURL(/\/releases\/[0-9a-f-]{36}$/)
  }

  /** Waits until the current operation of the release has ended in this state. */
  async ends(state: "Succeeded" | "Failed" | "Cancelled"): Promise<void> {
    await expect(this.page.getByText(state, { exact: true }).first()).toBeVisible({ timeout: 60_000 })
  }

  revision(words: string): Locator {
    return this.page
      .getByRole("navigation", { name: "Revisions" })
      .getByRole("button")
      .filter({ hasText: words })
  }

  async tab(name: string): Promise<void> {
    await this.page.getByRole("tab", { name }).click()
  }

  async rollBack(revision: string, reason: string): Promise<void> {
    await this.button("Roll back…").click()
    const dialog = this.page.getByRole("dialog")
    await dialog.getByLabel("Revision", { exact: true }).selectOption(revision)
    await dialog.getByLabel("Reason").fill(reason)
    await expect(dialog.getByRole("table").first()).toBeVisible()
    await dialog.getByRole("button", { name: `Roll back to ${revision}` }).click()
    await expect(dialog).toHaveCount(0)
  }

  /** Opens the form of an uninstall and returns it. */
  async requestUninstall(): Promise<Locator> {
    await this.button("Uninstall…").click()
    return this.page.getByRole("dialog")
  }
}
