import { checkPage, promise } from "@/e2e/accessibility/check-page"
import { fleetPages, ledgerPages, lookedAtElsewhere, nameOf } from "@/e2e/accessibility/places"
import { expect, test } from "@/e2e/fixtures/test"
import { readSourceFiles } from "@/tools/testing/source-files"

test.describe.configure({ timeout: 180_000 })
test.use({ actionTimeout: 15_000 })

test.describe(promise, () => {
  for (const visited of ledgerPages) {
    test(nameOf(visited), ({ page, pageAs, scene }) => checkPage(visited, page, pageAs, scene))
  }
})

test.describe("Coverage of pages and panels:", () => {
  const files = readSourceFiles().filter(({ isTest }) => !isTest)
  const visitedPages = [...ledgerPages, ...fleetPages]

  test("every page is checked", () => {
    const pages = files
      .map(({ path }) => path)
      .filter((path) => /^app\/(.*\/)?(page|not-found)\.tsx$/.test(path))
    expect([...new Set(visitedPages.map(({ file }) => file))].sort()).toEqual(pages.sort())
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
