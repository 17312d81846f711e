import { log } from "@/lib/platform/log"

const tickMs = 50
const firstWaitMs = 2_000

/**
 * Names that have to be looked at, each once however often it is told, a few at a time. `look` answers after how many
 * milliseconds it wants to look again, or null; one that fails is looked at again, ever later.
 */
export class DirtyKeys {
  private readonly due = new Map<string, number>()
  private readonly working = new Set<string>()
  /** How long those that failed the last time wait. */
  private readonly waits = new Map<string, number>()
  private timer: NodeJS.Timeout | undefined

  constructor(
    private readonly look: (key: string) => Promise<number | null>,
    private readonly atOnce: number,
    private readonly signal: AbortSignal,
    private readonly longestWaitMs: number,
  ) {}

  /** Soonest counts. */
  add(key: string, milliseconds: number): void {
    if (this.signal.aborted) return
    const at = Date.now() + milliseconds
    this.due.set(key, Math.min(at, this.due.get(key) ?? at))
    this.timer ??= setInterval(() => this.begin(), tickMs)
  }

  private begin(): void {
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
    const again = await this.look(key).then(
      (milliseconds) => {
        this.waits.delete(key)
        return milliseconds
      },
      (err: unknown) => this.waitAfter(key, err),
    )
    this.working.delete(key)
    if (again !== null) this.add(key, again)
    this.begin()
  }

  /** One that can never be read costs no more than listing everything anew does. */
  private waitAfter(key: string, err: unknown): number {
    const wait = Math.min(this.waits.get(key) ?? firstWaitMs, this.longestWaitMs)
    this.waits.set(key, 2 * wait)
    log.warn({ err, release: key, wait }, "A release could not be compared with its cluster; trying again")
    return wait
  }
}
