import { expect, type Locator, type Page } from "@playwright/test"

/** The wizard and the board of a rollout, as a user sees them. */
export class RolloutPage {
  constructor(readonly page: Page) {}

  /** The wizard, as a link from another page opens it. */
  async openWizard(query: Record<string, string>): Promise<void> {
    await this.page.goto(`/rollouts/new?${new URLSearchParams(query)}`)
    await expect(this.look).toBeVisible()
  }

  async open(rolloutId: unknown, query = ""): Promise<void> {
    await this.page.goto(`/rollouts/${rolloutId}${query}`)
    await expect(this.page.getByRole("list", { name: "Waves" })).toBeVisible()
  }

  get look(): Locator {
    return this.button("Preview all releases")
  }

  get summary(): Locator {
    return this.page.getByRole("complementary", { name: "Summary" })
  }

  get targetVersion(): Locator {
    return this.page.getByRole("combobox", { name: /^Target version:/ })
  }

  async chooseVersion(version: string): Promise<void> {
    await this.targetVersion.click()
    await this.page.getByRole("option", { name: version }).first().click()
  }

  button(name: string): Locator {
    return this.page.getByRole("button", { name, exact: true })
  }

  async chooseChart(name: string): Promise<void> {
    await this.page.getByRole("combobox", { name: /^Chart:/ }).click()
    await this.page.getByRole("option", { name }).click()
  }

  /** The tags of a wave, from 1. */
  async addTag(wave: number, tag: string): Promise<void> {
    await this.button(`Add tag to wave ${wave}`).click()
    await this.page.getByPlaceholder("Find tag…").fill(tag)
    await this.page.getByRole("option", { name: tag }).click()
  }

  waveName(wave: number): Locator {
    return this.page.getByLabel(`Name of wave ${wave}`)
  }

  /** A row of the preview. */
  planned(tenant: string): Locator {
    return this.page
      .getByRole("table", { name: "Planned changes" })
      .getByRole("row")
      .filter({ hasText: tenant })
  }

  /** Shows every release and confirms the start. */
  async start(): Promise<void> {
    await this.button("Start…").click()
    await this.page.getByRole("dialog").getByRole("button", { name: "Start the rollout" }).click()
    await this.page.waitForURL(/\/rollouts\/[0-9a-f-]{36}$/)
  }

  get progress(): Locator {
    return this.page.getByRole("region", { name: "Progress" })
  }

  /** A release on the board. */
  tile(tenant: string): Locator {
    return this.page
      .getByRole("region", { name: "Releases" })
      .getByRole("listitem")
      .filter({ has: this.page.getByRole("link", { name: tenant, exact: true }) })
  }

  /** Opens the release next to the board. */
  tileLink(tenant: string): Locator {
    return this.tile(tenant).getByRole("link", { name: tenant, exact: true })
  }

  wave(name: string): Locator {
    return this.page.getByRole("list", { name: "Waves" }).getByRole("listitem").filter({ hasText: name })
  }

  /** Waits until the rollout is in this state, however the board shows it. */
  async becomes(words: string): Promise<void> {
    await expect(this.progress).toContainText(words, { timeout: 45_000 })
  }
}
