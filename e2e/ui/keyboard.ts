import { expect, type Locator, type Page } from "@playwright/test"

/** Somebody without a mouse: keys alone, never `.focus()` or a click. */
export class Keyboard {
  constructor(private readonly page: Page) {}

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key)
  }

  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text)
  }

  /** Presses Tab until the focus is there; fails with the stops it came past when it never is. */
  async tabTo(target: Locator, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
    await expect(target).toBeVisible()
    const passed: string[] = []
    for (let step = 0; step < 90; step++) {
      await this.page.keyboard.press(key)
      if (await target.evaluate((element) => element === document.activeElement)) return
      passed.push(await this.focused())
    }
    throw new Error(`Tab never came to ${target}; it came past: ${passed.join(", ")}`)
  }

  /** From the address bar past the navigation, by the link for that. */
  async skipToContent(): Promise<void> {
    await this.tabTo(this.page.getByRole("link", { name: "Skip to content" }))
    await this.press("Enter")
    await expect(this.page.getByRole("main")).toBeFocused()
  }

  /** What has the focus, in a few words. */
  async focused(): Promise<string> {
    return this.page.evaluate(() => {
      const { activeElement: one } = document
      return `${one?.tagName.toLowerCase()} ${one?.getAttribute("aria-label") ?? one?.textContent?.trim().slice(0, 30)}`
    })
  }
}
