import { type Figure, ms, p, times } from "./figures"
import type { Call } from "./http-load"
import { applicationOf, ledgerEnd, madeUpRows } from "./made-up-ledger"
import type { Slipway } from "./stage"

const calls = 300
const warmCalls = 30
const base = "/api/v1/platform/deployments"

/** The reads whose cost must not grow with the ledger; the tags are those of its first rows. */
function readings(): Record<string, (index: number) => Call> {
  const tags = [...madeUpRows(1_000)].map(({ imageTag }) => imageTag)
  const application = (index: number) => applicationOf(index % 40)
  const environment = (index: number) => ["dev", "staging", "prod"][index % 3] ?? "dev"
  const at = (index: number) => new Date(ledgerEnd.getTime() - (1 + index) * 86_400_000).toISOString()
  return {
    history: (index) => ({ path: `${base}/history?environment=${environment(index)}&limit=50` }),
    "history of an application": (index) => ({
      path: `${base}/history?application=${application(index)}&limit=50`,
    }),
    current: (index) => ({
      path: `${base}/current?environment=${environment(index)}&application=${application(index)}`,
    }),
    drift: () => ({ path: `${base}/drift` }),
    "drift, back in time": (index) => ({ path: `${base}/drift?at=${at(index)}` }),
    "by tag": (index) => ({ path: `${base}/tag/${tags[index % tags.length]}` }),
  }
}

/** Each read from the small and the large ledger in turns; the ratio of their p95. */
export async function measureReads(small: Slipway, large: Slipway, largeName: string): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const [what, call] of Object.entries(readings())) {
    const inSmall: number[] = []
    const inLarge: number[] = []
    for (let index = 0; index < calls + warmCalls; index++) {
      const [one, other] = [await small.caller.time(call(index)), await large.caller.time(call(index))]
      if (index < warmCalls) continue
      inSmall.push(one)
      inLarge.push(other)
    }
    const ratio = p(inLarge, 95) / p(inSmall, 95)
    figures.push({
      what: `${what}, p95 at ${largeName}`,
      value: ms(p(inLarge, 95)),
      yardstick: `${ms(p(inSmall, 95))} (10,000)`,
      ratio: times(ratio),
      target: "≤ 1.3 ×",
      ok: ratio <= 1.3,
    })
  }
  return figures
}
