import { setTimeout as sleep } from "node:timers/promises"
import { expect } from "vitest"
import { watchLoop } from "@/lib/platform/metrics/loop-delay"
import { slowness } from "./slowness"

const lookMs = 5

/**
 * What `work` answers; fails where it kept the event loop for more than `milliseconds` without a pause, or as much longer as the
 * machine is slower than usual.
 */
export async function withoutBlocking<T>(work: () => Promise<T>, milliseconds = 50): Promise<T> {
  let longest = 0
  const stop = watchLoop((seconds) => {
    longest = Math.max(longest, seconds * 1_000)
  }, lookMs)
  const result = await work()
  await sleep(4 * lookMs)
  stop()
  // Measured only where it matters, because it takes longer than most of what is watched.
  if (longest >= milliseconds) expect(longest).toBeLessThan(milliseconds * slowness())
  return result
}
