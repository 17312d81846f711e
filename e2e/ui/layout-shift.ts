import type { Page } from "@playwright/test"

declare global {
  interface Window {
    layoutShift?: number
  }
}

/** https://web.dev/articles/cls rates 0.1 as good; the console may not shift at all. */
export const maxShift = 0.02

/** Starts to add up the unexpected layout shifts of the next pages. */
export async function watchLayout(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.layoutShift = 0
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        const { value = 0, hadRecentInput } = entry as PerformanceEntry & {
          value?: number
          hadRecentInput?: boolean
        }
        if (!hadRecentInput) window.layoutShift = (window.layoutShift ?? 0) + value
      }
    }).observe({ type: "layout-shift", buffered: true })
  })
}

/** https://web.dev/articles/cls, over all shifts so far instead of the worst session window. */
export function layoutShift(page: Page): Promise<number> {
  return page.evaluate(() => window.layoutShift ?? 0)
}
