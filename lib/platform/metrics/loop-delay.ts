const everyMs = 10
/** In seconds. */
export const delayBounds = [0.01, 0.025, 0.05, 0.1, 0.25, 1] as const

/**
 * Measures how late a timer of this thread's event loop is because of what the thread computes. Where the machine is busy
 * with other processes only the thread's own processor time counts.
 */
export function watchLoop(observe: (seconds: number) => void, every = everyMs): () => void {
  let at = performance.now()
  let used = process.threadCpuUsage()
  const timer = setInterval(() => {
    const { user, system } = process.threadCpuUsage(used)
    const late = performance.now() - at - every
    at = performance.now()
    used = process.threadCpuUsage()
    observe(Math.max(0, Math.min(late / 1_000, (user + system) / 1e6)))
  }, every)
  timer.unref()
  return () => clearInterval(timer)
}

/** Counts delays of the event loop since it was made. */
export class LoopDelays {
  private readonly counts: number[] = delayBounds.map(() => 0)
  private count = 0
  private sum = 0
  readonly stop = watchLoop((seconds) => this.add(seconds))

  /** How many were at most as long as each bound, how many there were, and their sum in seconds. */
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

export type LoopOfProcess = { process: "web" | "worker"; id: string; figures: readonly number[] }

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
  const help = "How late timers of the event loop are because of what the process computes."
  return [`# HELP ${name} ${help}`, `# TYPE ${name} histogram`, ...lines, ""].join("\n")
}
