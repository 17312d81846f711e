import { readFileSync } from "node:fs"
import { expect, type Page } from "@playwright/test"
import type axe from "axe-core"

declare global {
  interface Window {
    axe: typeof axe
  }
}

// The source that axe-core exports is twice as large, and every page parses it.
const axeSource = readFileSync("node_modules/axe-core/axe.min.js", "utf8")

export const phone = { width: 390, height: 844 }

// What a panel can break on the page it opens over: what it hides, refers to and repeats.
const pageRules = ["aria-hidden-focus", "aria-valid-attr-value", "duplicate-id-aria"]

/** Expects that axe finds nothing on the page in its current state, in both themes. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.emulateMedia({ reducedMotion: "reduce", colorScheme: "light" })
  expect(await violations(page), "axe, light").toEqual([])
  await page.emulateMedia({ colorScheme: "dark" })
  // Of everything that axe checks, a theme changes only the colors.
  expect(await violations(page, { rules: ["color-contrast"] }), "axe, dark").toEqual([])
}

/** Like `expectAccessible`, for the panel that opened last over a page that was checked without it. */
export async function expectPanelAccessible(page: Page): Promise<void> {
  await page.emulateMedia({ reducedMotion: "reduce", colorScheme: "light" })
  expect(await violations(page, { panel: true }), "axe, light").toEqual([])
  expect(await violations(page, { rules: pageRules }), "axe, the page behind it").toEqual([])
  await page.emulateMedia({ colorScheme: "dark" })
  expect(await violations(page, { panel: true, rules: ["color-contrast"] }), "axe, dark").toEqual([])
}

type Check = { rules?: string[]; panel?: boolean }

async function violations(page: Page, check: Check = {}): Promise<string[]> {
  // During a theme transition, no color is the final one.
  await expect.poll(() => page.evaluate(transitionCount)).toBe(0)
  if (await page.evaluate(() => !("axe" in window))) await page.evaluate(axeSource)
  const violations = await page.evaluate(({ rules, panel }) => {
    const open = [...document.querySelectorAll("[role=dialog], [role=menu], [role=listbox]")]
    const outermost = open.filter((one) => !open.some((other) => other !== one && other.contains(one)))
    const context = panel ? outermost.at(-1) : document
    if (context === undefined) throw new Error("No panel is open.")
    // Without what takes time but is not reported: selectors, and style sheets and media for rules about them.
    const options = { resultTypes: ["violations" as const], selectors: false, preload: false }
    return window.axe.run(context, { ...options, ...(rules && { runOnly: rules }) })
  }, check)
  return violations.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`)
}

/** At 390 px nothing scrolls sideways except tables and similar named regions, and code. */
export async function expectFitsPhone(page: Page): Promise<void> {
  const before = page.viewportSize()
  await page.setViewportSize(phone)
  await expectPhone(page)
  if (before !== null) await page.setViewportSize(before)
}

/** Like `expectFitsPhone`, for a viewport that already has this size. */
export async function expectPhone(page: Page): Promise<void> {
  await expectFits(page)
  await expect.poll(() => page.evaluate(unreadableTables), "tables with unreadable rows").toEqual([])
}

/** Nothing exceeds the width of the screen, and no container scrolls sideways invisibly. */
export async function expectFits(page: Page): Promise<void> {
  await expect.poll(() => page.evaluate(tooWide), "elements that are too wide").toEqual([])
}

/** Stacked tables that still scroll sideways, or have a row with a squeezed name. */
function unreadableTables(): string[] {
  const squeezed = (cell: Element) =>
    cell.getClientRects().length > 0 && cell.getBoundingClientRect().width < 96
  return [...document.querySelectorAll("table.stacks")]
    .filter(
      (table) =>
        (table.parentElement?.scrollWidth ?? 0) > (table.parentElement?.clientWidth ?? 0) + 1 ||
        [...table.querySelectorAll("td[data-name]")].some(squeezed),
    )
    .map((table) => table.getAttribute("aria-label") ?? "table")
}

function transitionCount(): number {
  return document.getAnimations().filter((animation) => animation instanceof CSSTransition).length
}

function tooWide(): string[] {
  const width = document.documentElement.clientWidth
  const name = (element: Element) =>
    `${element.tagName.toLowerCase()}.${element.getAttribute("class") ?? ""} ${element.getAttribute("aria-label") ?? ""}`
  const scrolls = (element: Element) => /auto|scroll/.test(getComputedStyle(element).overflowX)
  const mayScroll =
    ":is(section, ol, ul, nav)[aria-label], pre, textarea, input, [role=tablist], .cm-scroller"
  const scrolling = [...document.querySelectorAll("body *")].filter(
    (element) =>
      scrolls(element) && element.scrollWidth > element.clientWidth + 1 && !element.matches(mayScroll),
  )
  const panels = [...document.querySelectorAll("[role=dialog], [role=menu], [role=listbox]")].filter(
    (panel) => {
      const { left, right } = panel.getBoundingClientRect()
      return left < -1 || right > width + 1
    },
  )
  const page = document.documentElement.scrollWidth > width ? ["the page itself"] : []
  return [...page, ...scrolling.map(name), ...panels.map(name)]
}
