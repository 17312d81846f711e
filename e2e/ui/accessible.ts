import AxeBuilder from "@axe-core/playwright"
import { expect, type Page } from "@playwright/test"

const themes = ["light", "dark"] as const

/** axe finds nothing on the page as it stands, in both themes, and nothing reaches beyond a phone's width. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.emulateMedia({ reducedMotion: "reduce" })
  for (const theme of themes) {
    await page.emulateMedia({ colorScheme: theme })
    // Half-way between two themes no colour is the one that will be read.
    await expect.poll(() => page.evaluate(transitionCount)).toBe(0)
    const { violations } = await new AxeBuilder({ page }).analyze()
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`)
    expect(found, `axe, ${theme}`).toEqual([])
  }
}

/** At 390 px the page itself does not scroll sideways. */
export async function expectFitsPhone(page: Page): Promise<void> {
  const before = page.viewportSize()
  await page.setViewportSize({ width: 390, height: 844 })
  const overflow = () =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  await expect.poll(overflow).toBeLessThanOrEqual(0)
  if (before !== null) await page.setViewportSize(before)
}

function transitionCount(): number {
  return document.getAnimations().filter((animation) => animation instanceof CSSTransition).length
}
