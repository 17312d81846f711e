import type { Page } from "@playwright/test"
import type { Panel } from "@/e2e/accessibility/panels"
import type { Scene } from "@/e2e/accessibility/scene"
import type { VisitedPage } from "@/e2e/accessibility/visited-page"
import { expect, type Role, test } from "@/e2e/fixtures/test"
import { expectAccessible, expectPanelAccessible, expectPhone, phone } from "@/e2e/ui/accessible"
import { layoutShift, maxShift, watchLayout } from "@/e2e/ui/layout-shift"
import { expectStill, expectZoomable, zoomed } from "@/e2e/ui/reachable"

/** What every page and everything that opens on it must pass. */
export const promise =
  "Every page passes axe in both themes, fits 390 px and 200% zoom, and animates nothing unrequested:"

/** `page` is an admin's. */
export async function checkPage(
  visited: VisitedPage,
  page: Page,
  pageAs: (role: Role) => Promise<Page>,
  scene: Scene,
): Promise<void> {
  if (visited.signedOut) await page.context().clearCookies()
  const seen = visited.as === undefined ? page : await pageAs(visited.as)
  await open(seen, visited, scene)
  await lookAt(seen, visited)
  for (const panel of visited.panels ?? []) {
    await test.step(panel.what, () => openAndLook(seen, panel, scene))
  }
}

async function open(page: Page, visited: VisitedPage, scene: Scene): Promise<void> {
  await page.emulateMedia({ reducedMotion: "reduce" })
  if (visited.still) await watchLayout(page)
  await page.goto(visited.path(scene))
  await expect(visited.ready?.(page, scene) ?? page.getByRole("heading", { level: 1 })).toBeVisible()
  await expect(page.locator("[aria-busy=true], .animate-breathe").filter({ visible: true })).toHaveCount(0)
  if (visited.still) expect(await layoutShift(page), "layout shift").toBeLessThanOrEqual(maxShift)
}

async function lookAt(page: Page, { repeats }: VisitedPage): Promise<void> {
  await expectFitsScreens(page)
  if (repeats !== undefined) await sample(page, repeats)
  await expectAccessible(page)
}

async function lookAtPanel(page: Page, { inPage }: Panel): Promise<void> {
  await expectFitsScreens(page)
  await (inPage ? expectAccessible(page) : expectPanelAccessible(page))
}

async function expectFitsScreens(page: Page): Promise<void> {
  const before = page.viewportSize()
  await expectStill(page)
  await page.setViewportSize(phone)
  await expectPhone(page)
  await page.setViewportSize(zoomed)
  await expectZoomable(page)
  if (before) await page.setViewportSize(before)
}

/** Keeps only the first elements of each parent: axe takes half a minute for thousands of the same kind. */
async function sample(page: Page, repeats: string): Promise<void> {
  const ids = await page.locator("[id]").evaluateAll((elements) => elements.map(({ id }) => id))
  expect(ids).toEqual([...new Set(ids)])
  await page.locator(repeats).evaluateAll((elements) => {
    const byParent = Map.groupBy(elements, ({ parentElement }) => parentElement)
    for (const rest of [...byParent.values()].map((siblings) => siblings.slice(3)))
      for (const one of rest) one.remove()
  })
}

async function openAndLook(page: Page, panel: Panel, scene: Scene): Promise<void> {
  const before = page.viewportSize()
  if (panel.phone) await page.setViewportSize(phone)
  await panel.open(page, scene)
  await lookAtPanel(page, panel)
  await closeAll(page)
  if (before) await page.setViewportSize(before)
}

async function closeAll(page: Page): Promise<void> {
  const panels = page.getByRole("dialog").or(page.getByRole("menu")).or(page.getByRole("listbox"))
  await expect(async () => {
    if ((await panels.count()) > 0) await page.keyboard.press("Escape")
    await expect(panels).toHaveCount(0, { timeout: 500 })
  }).toPass()
}
