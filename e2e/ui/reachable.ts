import { expect, type Page } from "@playwright/test"
import { expectFits } from "@/e2e/ui/accessible"

/** A screen of 1280 × 720 at 200%. */
export const zoomed = { width: 640, height: 360 }

/**
 * For a viewport of that size: every control in the open panel, or else on the page, can be scrolled into view and is
 * not covered, and nothing scrolls in two directions except tables and similar regions.
 */
export async function expectZoomable(page: Page): Promise<void> {
  await expectFits(page)
  const look = async () => {
    await page.evaluate(showOpener)
    return page.evaluate(hidden)
  }
  await expect.poll(look, "controls that cannot be reached").toEqual([])
}

/** No animation and no transition takes longer than a millisecond. */
export async function expectStill(page: Page): Promise<void> {
  expect(await page.evaluate(moving), "moving elements").toEqual([])
}

/** A floating element follows its button only some frames after the button was scrolled into view. */
async function showOpener(): Promise<void> {
  document.querySelector("[aria-haspopup][aria-expanded=true]")?.scrollIntoView({ block: "nearest" })
  for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame)
}

function hidden(): string[] {
  const open = [...document.querySelectorAll("[role=dialog], [role=menu]")].at(-1)
  const regions = open ? [open] : [...document.querySelectorAll("main, nav")]
  const pressed = "a[href], button, input, select, textarea, summary, [tabindex='0'], [role^=menuitem]"
  const controls = regions.flatMap((region) => [...region.querySelectorAll<HTMLElement>(pressed)])
  const isShown = (element: HTMLElement) => {
    const { width, height } = element.getBoundingClientRect()
    return width > 2 && height > 2 && element.checkVisibility({ visibilityProperty: true })
  }
  const isHit = (element: HTMLElement) => {
    const { left, top, width, height } = element.getClientRects()[0] ?? element.getBoundingClientRect()
    const x = left + width / 2
    const y = top + height / 2
    const topmost = document.elementFromPoint(x, y)
    if (topmost === null) return false
    const label = topmost.closest("label")
    return element.contains(topmost) || label?.contains(element) === true
  }
  const isReached = (element: HTMLElement) => {
    if (isHit(element)) return true
    element.scrollIntoView({ block: "center", inline: "center", behavior: "instant" })
    return isHit(element)
  }
  const isOff = (element: HTMLElement) => element.closest("[disabled], [data-disabled]") !== null
  return controls
    .filter((element) => isShown(element) && !isOff(element) && !isReached(element))
    .map((element) => `${element.tagName} ${element.getAttribute("aria-label") ?? element.textContent}`)
}

function moving(): string[] {
  const running = document.getAnimations().flatMap((animation) => {
    const { duration = 0, iterations = 1 } = animation.effect?.getComputedTiming() ?? {}
    return Number(duration) > 1 || iterations === Infinity
      ? [`${animation.id} ${animation.constructor.name}`]
      : []
  })
  const longest = (text: string) =>
    Math.max(...text.split(",").map((one) => Number.parseFloat(one) * (one.trim().endsWith("ms") ? 1 : 1000)))
  const styled = [...document.querySelectorAll("*")].flatMap((element) => {
    const { transitionDuration, animationDuration, animationName } = getComputedStyle(element)
    const moves =
      longest(transitionDuration) > 1 || (animationName !== "none" && longest(animationDuration) > 1)
    return moves ? [`${element.tagName.toLowerCase()}.${element.getAttribute("class")}`] : []
  })
  return [...running, ...styled]
}
