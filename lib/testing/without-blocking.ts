import { monitorEventLoopDelay } from "node:perf_hooks"
import { setTimeout as sleep } from "node:timers/promises"
import { expect } from "vitest"

const lookMilliseconds = 5

/** What `work` answers; fails where it kept the event loop for more than `milliseconds` at a stretch. */
export async function withoutBlocking<T>(work: () => Promise<T>, milliseconds = 50): Promise<T> {
  const stretch = new LongestStretch()
  const result = await work()
  await sleep(4 * lookMilliseconds)
  expect(stretch.stop()).toBeLessThan(milliseconds)
  return result
}

/**
 * Measures for how long the event loop of this thread is kept by one piece of work at most: the delay of the loop, or the
 * processor time between two turns of it where that is less, since other processes on the machine delay the loop too.
 */
export class LongestStretch {
  private readonly delay = monitorEventLoopDelay({ resolution: lookMilliseconds })
  private readonly timer: NodeJS.Timeout
  private since = process.threadCpuUsage()
  private computed = 0

  constructor() {
    this.delay.enable()
    this.timer = setInterval(() => this.look(), lookMilliseconds)
  }

  /** In milliseconds. */
  stop(): number {
    clearInterval(this.timer)
    this.look()
    this.delay.disable()
    return Math.min(this.computed, this.delay.max / 1e6)
  }

  private look(): void {
    const { user, system } = process.threadCpuUsage(this.since)
    this.since = process.threadCpuUsage()
    this.computed = Math.max(this.computed, (user + system) / 1_000)
  }
}
