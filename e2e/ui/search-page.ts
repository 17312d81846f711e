import { expect, type Locator, type Page } from "@playwright/test"

/** ⌘K, and its page of results. */
export class SearchPage {
  constructor(readonly page: Page) {}

  async open(q: string): Promise<void> {
    await this.page.goto(`/search?${new URLSearchParams({ q })}`)
    await expect(this.page.getByRole("heading", { level: 1, name: `What runs ${q}` })).toBeVisible()
  }

  get environments(): Locator {
    return this.page.getByRole("region", { name: /^Environments running / })
  }

  get tenants(): Locator {
    return this.page.getByRole("region", { name: /^Tenants running / })
  }

  /** Opens the palette with its shortcut; typed text then goes into it. */
  async openPalette(): Promise<void> {
    const field = this.page.getByRole("combobox", { name: "Search and actions" })
    // Keys pressed before the page is hydrated are lost.
    await expect(async () => {
      if (!(await field.isVisible())) await this.page.keyboard.press("ControlOrMeta+k")
      await expect(field).toBeFocused({ timeout: 2_000 })
    }).toPass()
  }

  option(words: string | RegExp): Locator {
    return this.page.getByRole("option", { name: words })
  }

  /** Moves down to the option and opens it. */
  async choose(words: string | RegExp): Promise<void> {
    await expect(this.option(words).first()).toBeVisible()
    const options = await this.page.getByRole("option").allTextContents()
    const isIt = (text: string) => (typeof words === "string" ? text.includes(words) : words.test(text))
    for (let step = options.findIndex(isIt); step > 0; step--) await this.page.keyboard.press("ArrowDown")
    await expect(this.option(words).first()).toHaveAttribute("aria-selected", "true")
    await this.page.keyboard.press("Enter")
  }
}
