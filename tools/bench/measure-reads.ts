import { count, type Figure, ms, p, times } from "./figures"
import type { Call, Caller } from "./http-load"
import type { Ledgers } from "./ledgers"
import { applicationOf, ledgerEnd, madeUpRows } from "./made-up-ledger"

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
    overview: () => ({ path: "/api/v1/platform/overview" }),
    "what runs in an environment": (index) => ({ path: `${base}/lanes?environment=${environment(index)}` }),
    "by tag": (index) => ({ path: `${base}/tag/${tags[index % tags.length]}` }),
    "history of an application and a status": (index) => ({
      path: `${base}/history?application=${application(index)}&status=FAILED&limit=50`,
    }),
  }
}

/** Alternates each read between the smallest and the larger ledgers; returns the ratios of their p95. */
export async function measureReads(ledgers: Ledgers): Promise<Figure[]> {
  const [smallest = 0, ...larger] = ledgers.sizes.toSorted((a, b) => a - b)
  const callers = new Map<number, Caller>()
  for (const size of [smallest, ...larger]) callers.set(size, (await ledgers.withRecords(size)).caller)
  const figures: Figure[] = []
  for (const [label, call] of Object.entries(readings())) {
    const taken = await timesInTurns(callers, call)
    const p95 = (size: number) => p(taken.get(size) ?? [], 95)
    for (const size of larger) {
      const ratio = p95(size) / p95(smallest)
      figures.push({
        what: `${label}, p95 at ${count(size)}`,
        value: ms(p95(size)),
        baseline: `${ms(p95(smallest))} (${count(smallest)})`,
        ratio: times(ratio),
        target: "≤ 1.3 ×",
        ok: ratio <= 1.3,
      })
    }
  }
  return figures
}

/** The duration of the calls in milliseconds for each ledger. */
async function timesInTurns(
  callers: ReadonlyMap<number, Caller>,
  call: (index: number) => Call,
): Promise<Map<number, number[]>> {
  const taken = new Map([...callers.keys()].map((size): [number, number[]] => [size, []]))
  for (let index = 0; index < calls + warmCalls; index++)
    for (const [size, caller] of callers) {
      const time = await caller.time(call(index))
      if (index >= warmCalls) taken.get(size)?.push(time)
    }
  return taken
}
