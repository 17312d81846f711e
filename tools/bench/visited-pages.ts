import type { Locator, Page } from "@playwright/test"
import { pages } from "@/lib/platform/paths"

export type VisitedPage = {
  name: string
  path: string
  /** The first interaction of a user, with mouse and keyboard. */
  act: (page: Page) => Promise<void>
}

const main = (page: Page): Locator => page.getByRole("main")

async function typeInFilter(page: Page): Promise<void> {
  await page.locator("[data-filter-field]").first().click()
  await page.keyboard.type("service-1")
}

async function choose(page: Page): Promise<void> {
  await main(page).getByRole("combobox").first().click()
  await page.getByRole("dialog").getByRole("option").nth(1).click()
}

async function openRow(page: Page): Promise<void> {
  await page.locator("[data-row-link]").first().click()
  await page.getByRole("dialog").waitFor()
}

async function openPalette(page: Page): Promise<void> {
  await page.keyboard.press("ControlOrMeta+k")
  await page.getByRole("dialog").waitFor()
  await page.keyboard.type("service-1")
}

async function zoom(page: Page): Promise<void> {
  const lanes = page.getByRole("application", { name: "Timeline" })
  await lanes.focus()
  for (const key of ["+", "ArrowLeft", "-"]) await page.keyboard.press(key)
}

const both =
  (...acts: VisitedPage["act"][]) =>
  async (page: Page) => {
    for (const act of acts) await act(page)
  }

export const visitedPages: readonly VisitedPage[] = [
  { name: "overview", path: pages.overview(), act: both(choose, openPalette) },
  { name: "timeline", path: pages.timeline(), act: zoom },
  { name: "timeline of everything", path: pages.timeline({ range: "all" }), act: zoom },
  { name: "history", path: pages.history(), act: both(choose, openRow) },
  { name: "promotions", path: pages.promotions(), act: choose },
  { name: "drift", path: pages.drift(), act: typeInFilter },
  { name: "insights of one year", path: pages.insights({ range: "1y" }), act: choose },
  { name: "search", path: pages.search({ q: "service-3" }), act: typeInFilter },
  { name: "tenants", path: pages.tenants(), act: typeInFilter },
  { name: "releases", path: pages.releases(), act: typeInFilter },
  { name: "rollouts", path: pages.rollouts(), act: openPalette },
  { name: "audit", path: pages.audit(), act: typeInFilter },
]
