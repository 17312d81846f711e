import type { Page } from "@playwright/test"
import type { Panel } from "@/e2e/accessibility/panels"
import { lookedAtElsewhere, named, nameOf, signIn, visitedPages } from "@/e2e/accessibility/places"
import type { Scene } from "@/e2e/accessibility/scene"
import type { Loads, VisitedPage } from "@/e2e/accessibility/visited-page"
import { expect, test } from "@/e2e/fixtures/test"
import { expectAccessible, expectPanelAccessible, expectPhone, phone } from "@/e2e/ui/accessible"
import { layoutShift, maxShift, watchLayout } from "@/e2e/ui/layout-shift"
import { ignoreChanges, PageRequests } from "@/e2e/ui/page-requests"
import { expectStill, expectZoomable, zoomed } from "@/e2e/ui/reachable"
import { readSourceFiles } from "@/tools/testing/source-files"

test.describe.configure({ timeout: 180_000 })
test.use({ actionTimeout: 15_000 })

async function open(page: Page, visited: VisitedPage, scene: Scene): Promise<void> {
  await page.emulateMedia({ reducedMotion: "reduce" })
  await ignoreChanges(page)
  await watchLayout(page)
  const requests = new PageRequests(page)
  await page.goto(visited.path(scene))
  await expect(visited.ready?.(page, scene) ?? page.getByRole("heading", { level: 1 })).toBeVisible()
  await expect(page.locator("[aria-busy=true], .animate-breathe").filter({ visible: true })).toHaveCount(0)
  if (visited.loads) await expectToLoad(page, requests, visited.loads)
}

async function expectToLoad(
  page: Page,
  requests: PageRequests,
  { script, asks = {}, live }: Loads,
): Promise<void> {
  await requests.waitUntilIdle({ live })
  expect.soft(await requests.script(), "kB of script").toBeLessThan(script)
  expect.soft(requests.beyond(asks), "additional requests").toEqual([])
  expect.soft(await layoutShift(page), "layout shift").toBeLessThanOrEqual(maxShift)
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

test.describe("Every page is sent with its data, does not shift, passes axe in both themes, fits 390 px and 200% zoom, and animates nothing unrequested:", () => {
  for (const visited of visitedPages) {
    test(nameOf(visited), async ({ page, pageAs, scene }) => {
      const seen = visited.as === undefined ? page : await pageAs(visited.as)
      await open(seen, visited, scene)
      await lookAt(seen, visited)
      for (const panel of visited.panels ?? []) {
        await test.step(panel.what, () => openAndLook(seen, panel, scene))
      }
    })
  }

  test("/sign-in (app/sign-in/page.tsx)", async ({ page, scene }) => {
    await page.context().clearCookies()
    await open(page, signIn, scene)
    await lookAt(page, signIn)
  })
})

test.describe("What a URL names has its place from the first paint, also on a phone:", () => {
  for (const [what, path] of Object.entries(named)) {
    test(what, async ({ page, scene }) => {
      await ignoreChanges(page)
      await watchLayout(page)
      const requests = new PageRequests(page)
      const screen = page.viewportSize() ?? phone
      for (const size of [screen, phone]) {
        await page.setViewportSize(size)
        await page.goto(path(scene))
        await requests.waitUntilIdle()
        await expect(
          page.locator("[aria-busy=true], .animate-breathe").filter({ visible: true }),
        ).toHaveCount(0)
        expect
          .soft(await layoutShift(page), `layout shift at ${size.width} pixels`)
          .toBeLessThanOrEqual(maxShift)
      }
    })
  }
})

test.describe("Coverage of pages and panels:", () => {
  const files = readSourceFiles().filter(({ isTest }) => !isTest)

  test("every page is checked, with limits for its script and requests", () => {
    const pages = files
      .map(({ path }) => path)
      .filter((path) => /^app\/(.*\/)?(page|not-found)\.tsx$/.test(path))
    const visits = [...visitedPages, signIn]
    expect([...new Set(visits.map(({ file }) => file))].sort()).toEqual(pages.sort())
    const limited = visits.filter(({ loads }) => loads !== undefined).map(({ file }) => file)
    expect(limited.sort()).toEqual(pages.filter((path) => !path.endsWith("not-found.tsx")).sort())
  })

  test("every dialog, drawer, popover and menu is checked", () => {
    const opens = /^components\/ui\/(dialog|form-dialog|floating|record-drawer)$/
    const drawing = files
      .filter(
        ({ path, imports }) =>
          /^(app|components\/(?!ui\/))/.test(path) &&
          imports.some((name) => opens.test(name) || name === "radix-ui"),
      )
      .map(({ path }) => path)
    const looked = visitedPages.flatMap(({ panels = [] }) => panels.flatMap(({ file = [] }) => file))
    expect([...new Set([...looked, ...Object.keys(lookedAtElsewhere)])].sort()).toEqual(drawing.sort())
    for (const [panel, spec] of Object.entries(lookedAtElsewhere)) {
      const text = readSourceFiles().find(({ path }) => path === spec)?.text ?? ""
      expect(text, `${spec} checks ${panel}`).toContain("expectAccessible(page)")
    }
  })
})
