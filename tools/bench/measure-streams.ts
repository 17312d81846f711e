import { type Figure, p } from "./figures"
import { Caller, load } from "./http-load"
import { fill } from "./made-up-ledger"
import { memoryOf, watchMemory } from "./process-memory"
import type { Slipway, Stage } from "./stage"

const streams = 500
const connections = 64
const importedRows = 57_000
const seconds = 8
const maxMegabytes = 350
const maxDelay = 0.05

/**
 * The memory of a web process with many open pages while deployments are recorded and imported, and how long its event
 * loop is blocked.
 */
export async function measureStreams(stage: Stage): Promise<Figure[]> {
  const slipway = await stage.slipway("bench_streams", connections)
  const rest = await memoryOf(slipway)
  const watcher = new Caller(slipway.caller.port, slipway.caller.token, streams)
  const open = Array.from({ length: streams }, () =>
    watcher.open({ path: "/api/v1/events", accept: "text/event-stream" }),
  )
  for (const stream of await Promise.all(open)) stream.resume()
  const before = await delaysOf(slipway)
  const memory = watchMemory(slipway)
  let number = 0
  const imported = fill(slipway, importedRows)
  const { latencies, perSecond } = await load(slipway.caller, connections, seconds, () => ({
    method: "POST",
    path: "/api/v1/platform/deployments",
    body: JSON.stringify({
      application: `service-${number % 20}`,
      environment: "dev",
      imageTag: `v${number++}`,
    }),
  }))
  await imported
  const peakMemory = memory.end()
  const after = await delaysOf(slipway)
  watcher.close()
  const lateCount = after.all - before.all - (after.short - before.short)
  return [
    {
      what: `web process, memory with ${streams} streams, ${connections} recorders and an import at once`,
      value: `${peakMemory.toFixed(0)} MB`,
      baseline: `${rest.toFixed(0)} MB at rest`,
      ratio: "",
      target: `≤ ${maxMegabytes} MB`,
      ok: peakMemory === 0 ? null : peakMemory <= maxMegabytes,
    },
    {
      what: "its event loop, longest stretch of computing",
      value: lateCount === 0 ? `≤ ${maxDelay * 1000} ms` : `${lateCount} times longer`,
      baseline: `${perSecond.toFixed(0)} records/s, p99 ${p(latencies, 99).toFixed(0)} ms`,
      ratio: "",
      target: `≤ ${maxDelay * 1000} ms`,
      ok: lateCount === 0,
    },
  ]
}

/** The number of event loop delays so far, and how many of them were short. */
async function delaysOf({ caller }: Slipway): Promise<{ all: number; short: number }> {
  const text = await caller.call({ path: "/api/metrics" })
  const ofWeb = (bound: string) =>
    Number(new RegExp(`delay_seconds_bucket\\{process="web".*le="${bound}"\\} (\\d+)`).exec(text)?.[1])
  return { all: ofWeb("\\+Inf"), short: ofWeb(String(maxDelay)) }
}
