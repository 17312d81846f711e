import type { Page } from "@playwright/test"

export type Shift = { value: number; startTime: number }

type Observed = { lcp: number; shifts: Shift[]; interactions: number[] }

declare global {
  interface Window {
    seen?: Observed
  }
}

/** The browser does not report interactions shorter than this. */
const minMs = 16

type Entry = PerformanceEntry & { value?: number; hadRecentInput?: boolean; interactionId?: number }

/** Starts recording the entries behind https://web.dev/articles/vitals on the next pages. */
export async function watchVitals(page: Page): Promise<void> {
  // No named functions here: the compiler's helper for names does not exist in the browser.
  await page.addInitScript((durationThreshold) => {
    const seen: Observed = { lcp: 0, shifts: [], interactions: [] }
    window.seen = seen
    for (const type of ["largest-contentful-paint", "layout-shift", "event"]) {
      const observer = new PerformanceObserver((list) => {
        for (const entry of list.getEntries() as Entry[]) {
          if (type === "largest-contentful-paint") seen.lcp = entry.startTime
          else if (type === "event" && entry.interactionId) seen.interactions.push(entry.duration)
          else if (type === "layout-shift" && !entry.hadRecentInput)
            seen.shifts.push({ startTime: entry.startTime, value: entry.value ?? 0 })
        }
      })
      const options: PerformanceObserverInit & { durationThreshold: number } = {
        type,
        buffered: true,
        durationThreshold,
      }
      observer.observe(options)
    }
  }, minMs)
}

export type Vitals = { lcp: number; inp: number; cls: number }

/** LCP and INP in milliseconds. To be read after at most about fifty interactions, of which INP is then the slowest. */
export async function readVitals(page: Page): Promise<Vitals> {
  const seen = await page.evaluate(async () => {
    // An interaction is reported after the paint that followed it.
    for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame)
    await new Promise((resolve) => requestIdleCallback(resolve))
    return window.seen
  })
  if (seen === undefined) throw new Error("Nothing was recorded on this page.")
  return { lcp: seen.lcp, inp: Math.max(minMs, ...seen.interactions), cls: worstSession(seen.shifts) }
}

/** https://web.dev/articles/cls: the largest sum of shifts less than a second apart, within five seconds. */
export function worstSession(shifts: readonly Shift[]): number {
  let worst = 0
  let sum = 0
  let began = Number.NEGATIVE_INFINITY
  let last = Number.NEGATIVE_INFINITY
  for (const { startTime, value } of shifts) {
    const goesOn = startTime - last < 1_000 && startTime - began < 5_000
    sum = goesOn ? sum + value : value
    if (!goesOn) began = startTime
    last = startTime
    worst = Math.max(worst, sum)
  }
  return worst
}
