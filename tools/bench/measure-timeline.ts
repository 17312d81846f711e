import type { Page } from "@playwright/test"
import { PageRequests } from "@/e2e/ui/page-requests"
import { pages } from "@/lib/platform/paths"
import type { Visitor } from "./browser"
import { type Figure, times } from "./figures"
import { ledgerEnd } from "./made-up-ledger"

const seconds = 3
const least = 50
/** A tenth of the four years of generated records: 100,000 of a million. */
const windowMs = (4 * 365.25 * 86_400_000) / 10

/** Moves the mouse or turns its wheel once; called as often as the browser accepts it. */
type Gesture = { start: (page: Page) => Promise<void>; step: (page: Page, count: number) => Promise<void> }

const gestures: Record<string, Gesture> = {
  pan: {
    start: (page) => page.mouse.down(),
    step: (page, count) => page.mouse.move(900 + 300 * Math.sin(count / 15), 600),
  },
  zoom: {
    start: async () => undefined,
    step: (page, count) => page.mouse.wheel(0, count % 60 < 30 ? -40 : 40),
  },
}

/** Frames per second while panning and zooming a timeline of 100,000 records, compared with an empty page. */
export async function measureTimeline(visitor: Visitor): Promise<Figure[]> {
  const from = new Date(ledgerEnd.getTime() - windowMs).toISOString()
  const full = pages.timeline({ from, to: ledgerEnd.toISOString() })
  const figures: Figure[] = []
  for (const [name, gesture] of Object.entries(gestures)) {
    const ours = await framesOf(visitor, full, gesture)
    const empty = await framesOf(visitor, pages.signIn(), gesture)
    figures.push({
      what: `timeline with 100,000 records, ${name}`,
      value: `${ours.toFixed(0)} frames/s`,
      baseline: `${empty.toFixed(0)} frames/s (nothing drawn)`,
      ratio: times(ours / empty),
      target: `≥ ${least} frames/s`,
      ok: ours >= least,
    })
  }
  return figures
}

async function framesOf(visitor: Visitor, path: string, { start, step }: Gesture): Promise<number> {
  const signedIn = path !== pages.signIn()
  const window = await visitor.window({ signedIn })
  const page = await window.newPage()
  const requests = new PageRequests(page)
  await page.goto(path)
  await requests.waitUntilIdle({ live: signedIn })
  await page.mouse.move(900, 600)
  await start(page)
  const frames = countFrames(page)
  const deadline = performance.now() + seconds * 1_000
  for (let count = 0; performance.now() < deadline; count++) await step(page, count)
  const perSecond = await frames
  await window.close()
  return perSecond
}

/** The frames that the browser rendered within this many seconds, per second. */
function countFrames(page: Page): Promise<number> {
  return page.evaluate(async (forMs) => {
    const start = performance.now()
    let frames = 0
    let now = start
    while (now - start < forMs) {
      now = await new Promise<number>((resolve) => requestAnimationFrame(resolve))
      frames++
    }
    return (frames * 1_000) / (now - start)
  }, seconds * 1_000)
}
