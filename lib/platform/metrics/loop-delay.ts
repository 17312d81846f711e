const everyMs = 10
/** In seconds. */
export const delayBounds = [0.01, 0.025, 0.05, 0.1, 0.25, 1] as const

/**
 * Measures how late timers of this thread's event loop fire because of the thread's own work: only its own CPU time
 * counts, not time lost to other processes on a busy machine.
 */
export function watchLoop(observe: (seconds: number) => void, intervalMs = everyMs): () => void {
  let at = performance.now()
  let used = process.threadCpuUsage()
  const timer = setInterval(() => {
    const { user, system } = process.threadCpuUsage(used)
    const delayMs = performance.now() - at - intervalMs
    at = performance.now()
    used = process.threadCpuUsage()
    observe(Math.max(0, Math.min(delayMs / 1_000, (user + system) / 1e6)))
  }, intervalMs)
  timer.unref()
  return () => clearInterval(timer)
}

/** Counts event loop delays since its creation. */
export class LoopDelays {
  private readonly counts: number[] = delayBounds.map(() => 0)
  private count = 0
  private sum = 0
  readonly stop = watchLoop((seconds) => this.add(seconds))

  /** The number of delays up to each bound, the total number, and their sum in seconds. */
  get figures(): number[] {
    return [...this.counts, this.count, this.sum]
  }

  private add(seconds: number): void {
    for (const [index, bound] of delayBounds.entries()) {
      if (seconds <= bound) this.counts[index] = (this.counts[index] ?? 0) + 1
    }
    this.count += 1
    this.sum += seconds
  }
}

type LoopOfProcess = { process: "web" | "worker"; id: string; figures: readonly number[] }

/** As a histogram in the text format of Prometheus. */
export function loopDelayText(loops: readonly LoopOfProcess[]): string {
  const name = "slipway_event_loop_delay_seconds"
  const lines = loops.flatMap(({ process, id, figures }) => {
    const labels = `process="${process}",id="${id.replaceAll(/["\\\n]/g, "")}"`
    const [count = 0, sum = 0] = figures.slice(delayBounds.length)
    return [
      ...delayBounds.map((bound, index) => `${name}_bucket{${labels},le="${bound}"} ${figures[index] ?? 0}`),
      `${name}_bucket{${labels},le="+Inf"} ${count}`,
      `${name}_sum{${labels}} ${sum}`,
      `${name}_count{${labels}} ${count}`,
    ]
  })
  const help = "Delay of event loop timers caused by computation in the process."
  return [`# HELP ${name} ${help}`, `# TYPE ${name} histogram`, ...lines, ""].join("\n")
}
