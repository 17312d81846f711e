import { log } from "@/lib/platform/log"

const tickMs = 50
const firstWaitMs = 2_000

/**
 * A queue of keys to process, each once however often it is added, a few at a time. `process` returns the number of
 * milliseconds until the key must be processed again, or null; a failing key is retried with increasing delays.
 */
export class DirtyKeys {
  private readonly due = new Map<string, number>()
  private readonly working = new Set<string>()
  /** The current retry delays of failing keys. */
  private readonly retryDelays = new Map<string, number>()
  private timer: NodeJS.Timeout | undefined

  constructor(
    private readonly process: (key: string) => Promise<number | null>,
    private readonly atOnce: number,
    private readonly signal: AbortSignal,
    private readonly maxWaitMs: number,
  ) {}

  /** The earliest requested time wins. */
  add(key: string, milliseconds: number): void {
    if (this.signal.aborted) return
    const at = Date.now() + milliseconds
    this.due.set(key, Math.min(at, this.due.get(key) ?? at))
    this.timer ??= setInterval(() => this.startDue(), tickMs)
  }

  private startDue(): void {
    if (this.signal.aborted) this.due.clear()
    const now = Date.now()
    for (const [key, at] of this.due) {
      if (this.working.size >= this.atOnce) return
      if (at > now || this.working.has(key)) continue
      this.due.delete(key)
      this.working.add(key)
      void this.work(key)
    }
    if (this.due.size > 0) return
    clearInterval(this.timer)
    this.timer = undefined
  }

  private async work(key: string): Promise<void> {
    const retryMs = await this.process(key).then(
      (milliseconds) => {
        this.retryDelays.delete(key)
        return milliseconds
      },
      (err: unknown) => this.waitAfter(key, err),
    )
    this.working.delete(key)
    if (retryMs !== null) this.add(key, retryMs)
    this.startDue()
  }

  /** The delay is capped at the interval at which everything is listed again. */
  private waitAfter(key: string, err: unknown): number {
    const delayMs = Math.min(this.retryDelays.get(key) ?? firstWaitMs, this.maxWaitMs)
    this.retryDelays.set(key, 2 * delayMs)
    log.warn({ err, release: key, wait: delayMs }, "release comparison failed, retrying")
    return delayMs
  }
}
