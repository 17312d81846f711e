import type { Page } from "@playwright/test"
import { PageRequests } from "@/e2e/ui/page-requests"
import { pages } from "@/lib/platform/paths"
import { print } from "@/tools/launch/print"
import { Visitor } from "./browser"
import { type Figure, ms, p, times } from "./figures"
import type { Ledgers } from "./ledgers"
import { fillFleet } from "./made-up-fleet"
import { measureTimeline } from "./measure-timeline"
import { type VisitedPage, visitedPages } from "./visited-pages"
import { readVitals, type Vitals, watchVitals } from "./web-vitals"

const visits = 5
const warmVisits = 1
const fleetReleases = 10_000
/** `script`: kB before the first interaction, as transferred. */
type Visit = Vitals & { script: number }

const limits: Visit = { lcp: 1_500, inp: 100, cls: 0.02, script: 170 }

/** A page that reads nothing from the ledger: the base cost of the machine, the browser and the framework. */
const baseline: VisitedPage & { signedIn: false } = {
  name: "sign-in",
  path: pages.signIn(),
  signedIn: false,
  act: async (page) => page.keyboard.type("user@example.test"),
}

/** Every page in a real browser with an empty cache, and the rendering of a full timeline. */
export async function measurePages(ledgers: Ledgers): Promise<Figure[]> {
  const slipway = await ledgers.largest()
  await fillFleet(slipway.databaseUrl, fleetReleases)
  const visitor = await Visitor.signIn(slipway)
  try {
    const least = await vitalsOf(visitor, baseline)
    const figures: Figure[] = []
    for (const visited of visitedPages)
      figures.push(...figuresOf(visited.name, await vitalsOf(visitor, visited), least))
    return [...figures, ...(await measureTimeline(visitor))]
  } finally {
    await visitor.leave()
  }
}

/** The median of each metric over several visits. */
async function vitalsOf(visitor: Visitor, visited: VisitedPage & { signedIn?: boolean }): Promise<Visit> {
  print(`Visiting ${visited.name} …`)
  const seen: Visit[] = []
  for (let visit = 0; visit < visits + warmVisits; visit++) {
    const window = await visitor.window({ signedIn: visited.signedIn })
    const vitals = await visitOnce(await window.newPage(), visited)
    await window.close()
    if (visit >= warmVisits) seen.push(vitals)
  }
  const median = (figure: keyof Visit) =>
    p(
      seen.map((vitals) => vitals[figure]),
      50,
    )
  return { lcp: median("lcp"), inp: median("inp"), cls: median("cls"), script: median("script") }
}

async function visitOnce(page: Page, { path, act, signedIn = true }: VisitedPage & { signedIn?: boolean }) {
  const failures: string[] = []
  page.on(
    "response",
    (response) => response.status() >= 500 && failures.push(`${response.status()} ${response.url()}`),
  )
  await watchVitals(page)
  const requests = new PageRequests(page)
  await page.goto(path)
  await requests.waitUntilIdle({ live: signedIn })
  // The largest contentful paint ends with the first interaction.
  const { lcp } = await readVitals(page)
  const script = await page.evaluate(() =>
    performance
      .getEntriesByType("resource")
      .filter((entry) => entry instanceof PerformanceResourceTiming && /\.js(\?|$)/.test(entry.name))
      .reduce((sum, entry) => sum + (entry instanceof PerformanceResourceTiming ? entry.transferSize : 0), 0),
  )
  await act(page)
  await requests.waitUntilIdle({ live: signedIn })
  // A page that only shows an error loads quickly.
  if (failures.length > 0) throw new Error(`${path} did not load: ${failures.join(", ")}`)
  return { ...(await readVitals(page)), lcp, script: script / 1000 }
}

function figuresOf(name: string, vitals: Visit, least: Visit): Figure[] {
  const inMs = (metric: "lcp" | "inp") => ({
    what: `${name}, ${metric.toUpperCase()}`,
    value: ms(vitals[metric]),
    baseline: `${ms(least[metric])} (${baseline.name})`,
    ratio: times(vitals[metric] / least[metric]),
    target: `≤ ${limits[metric]} ms`,
    ok: vitals[metric] <= limits[metric],
  })
  const shift = {
    what: `${name}, CLS`,
    value: vitals.cls.toFixed(3),
    baseline: "",
    ratio: "",
    target: `≤ ${limits.cls}`,
    ok: vitals.cls <= limits.cls,
  }
  const script = {
    what: `${name}, initial JavaScript`,
    value: `${vitals.script.toFixed(0)} kB`,
    baseline: `${least.script.toFixed(0)} kB (${baseline.name})`,
    ratio: times(vitals.script / least.script),
    target: `≤ ${limits.script} kB`,
    ok: vitals.script <= limits.script,
  }
  return [inMs("lcp"), inMs("inp"), shift, script]
}
