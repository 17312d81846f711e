import { afterEach, beforeEach, expect, it, vi } from "vitest"
import { DirtyKeys } from "@/lib/fleet/cluster-watch/dirty-keys"

const minutes = 60_000
let endSignal: AbortController
beforeEach(() => {
  vi.useFakeTimers()
  endSignal = new AbortController()
})
afterEach(() => {
  endSignal.abort()
  vi.useRealTimers()
})

it("DirtyKeys retries a failing release with increasing delays, up to the resync interval", async () => {
  const processed: number[] = []
  let fails = true
  const process = async () => {
    processed.push(Date.now())
    if (fails) throw new Error("unreadable")
    return null
  }
  const keys = new DirtyKeys(process, 4, endSignal.signal, 5 * minutes)
  keys.add("a", 0)
  await vi.advanceTimersByTimeAsync(60 * minutes)
  const delays = processed.slice(1).map((at, index) => Math.round((at - (processed[index] ?? 0)) / 1_000))
  expect(delays.slice(0, 4)).toEqual([2, 4, 8, 16])
  expect(delays.at(-1)).toBe(300)
  expect(processed.length).toBeLessThan(25)

  fails = false
  keys.add("a", 0)
  await vi.advanceTimersByTimeAsync(1_000)
  fails = true
  keys.add("a", 0)
  processed.length = 0
  await vi.advanceTimersByTimeAsync(4_000)
  expect(processed).toHaveLength(2)
})
