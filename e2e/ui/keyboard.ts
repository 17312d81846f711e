import { expect, type Locator, type Page } from "@playwright/test"

/** A user without a mouse: only keys, never `.focus()` or a click. */
export class Keyboard {
  constructor(private readonly page: Page) {}

  async press(...keys: string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key)
  }

  async type(text: string): Promise<void> {
    await this.page.keyboard.type(text)
  }

  /** Presses Tab until the target has the focus; fails with the elements it passed if it never does. */
  async tabTo(target: Locator, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
    await expect(target).toBeVisible()
    const passed: string[] = []
    for (let step = 0; step < 90; step++) {
      await this.page.keyboard.press(key)
      if (await target.evaluate((element) => element === document.activeElement)) return
      passed.push(await this.focused())
    }
    throw new Error(`Tab never reached ${target}. It passed: ${passed.join(", ")}`)
  }

  /** Moves from the address bar past the navigation, with the skip link. */
  async skipToContent(): Promise<void> {
    await this.tabTo(this.page.getByRole("link", { name: "Skip to content" }))
    await this.press("Enter")
    await expect(this.page.getByRole("main")).toBeFocused()
  }

  /** A short description of the focused element. */
  async focused(): Promise<string> {
    return this.page.evaluate(() => {
      const { activeElement: one } = document
      return `${one?.tagName.toLowerCase()} ${one?.getAttribute("aria-label") ?? one?.textContent?.trim().slice(0, 30)}`
    })
  }
}
