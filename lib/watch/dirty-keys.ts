import { log } from "@/lib/log"

const tickMilliseconds = 50
const againAfterFailureMilliseconds = 2_000

/**
 * Names that have to be looked at, each once however often it is told, a few at a time. `look` answers after how many
 * milliseconds it wants to look again, or null; one that fails is looked at again.
 */
export class DirtyKeys {
  private readonly due = new Map<string, number>()
  private readonly working = new Set<string>()
  private timer: NodeJS.Timeout | undefined

  constructor(
    private readonly look: (key: string) => Promise<number | null>,
    private readonly atOnce: number,
    private readonly signal: AbortSignal,
  ) {}

  /** Soonest counts. */
  add(key: string, milliseconds: number): void {
    if (this.signal.aborted) return
    const at = Date.now() + milliseconds
    this.due.set(key, Math.min(at, this.due.get(key) ?? at))
    this.timer ??= setInterval(() => this.begin(), tickMilliseconds)
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
    const again = await this.look(key).catch((err: unknown) => {
      log.warn({ err, release: key }, "A release could not be compared with its cluster; trying again")
      return againAfterFailureMilliseconds
    })
    this.working.delete(key)
    if (again !== null) this.add(key, again)
    this.begin()
  }
}
