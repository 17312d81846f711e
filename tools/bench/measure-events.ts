import { createInterface } from "node:readline"
import { type Figure, ms, p } from "./figures"
import { Caller } from "./http-load"
import type { Ledgers } from "./ledgers"

const records = 100

/** The time from sending a record until the event stream of an open page receives it. */
export async function measureEvents(ledgers: Ledgers): Promise<Figure[]> {
  const { caller } = await ledgers.largest()
  const watcher = new Caller(caller.port, caller.token)
  const stream = await watcher.open({
    path: "/api/v1/events",
    accept: "text/event-stream",
  })
  const waiting = new Map<string, (at: number) => void>()
  createInterface({ input: stream }).on("line", (line) => {
    const tag = /"imageTag":"([^"]+)"/.exec(line)?.[1]
    if (tag !== undefined) waiting.get(tag)?.(performance.now())
  })
  const delays: number[] = []
  for (let index = 0; index < records; index++) {
    const imageTag = `seen-${index}`
    const start = performance.now()
    const seen = new Promise<number>((resolve) => waiting.set(imageTag, resolve))
    const body = JSON.stringify({ application: "seen", environment: "dev", imageTag })
    await caller.call({ method: "POST", path: "/api/v1/platform/deployments", body })
    delays.push((await seen) - start)
  }
  stream.destroy()
  const p95 = p(delays, 95)
  return [
    {
      what: "recorded → seen, p95",
      value: ms(p95),
      baseline: "",
      ratio: "",
      target: "≤ 500 ms",
      ok: p95 <= 500,
    },
  ]
}
