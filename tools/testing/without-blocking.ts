import { setTimeout as sleep } from "node:timers/promises"
import { expect } from "vitest"
import { watchLoop } from "@/lib/platform/metrics/loop-delay"
import { slowness } from "./slowness"

const pollMs = 5

/**
 * Returns the result of `work`; fails if it blocked the event loop for more than `milliseconds`, scaled by how much
 * slower than normal the machine is.
 */
export async function withoutBlocking<T>(work: () => Promise<T>, milliseconds = 50): Promise<T> {
  let longest = 0
  const stop = watchLoop((seconds) => {
    longest = Math.max(longest, seconds * 1_000)
  }, pollMs)
  const result = await work()
  await sleep(4 * pollMs)
  stop()
  // Measured only if needed, because it takes longer than most of the watched work.
  if (longest >= milliseconds) expect(longest).toBeLessThan(milliseconds * slowness())
  return result
}
