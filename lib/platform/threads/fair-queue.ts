import { DomainError } from "@/lib/platform/errors"

type QueueLimits = {
  /** How many tasks run at a time. */
  running: number
  /** How many tasks of one owner run at a time. */
  runningOfOwner: number
  /** How many tasks of one owner may wait. */
  waitingOfOwner: number
}

const retryAfterSeconds = 5

/**
 * Runs asynchronous tasks with limits and alternates between owners, so that one owner's tasks delay only that owner. Throws a
 * 429 when too many of an owner's tasks wait.
 */
export class FairQueue {
  private running = 0
  private readonly runningOf = new Map<string, number>()
  /** In the order of the owners' turns. */
  private readonly waiting = new Map<string, (() => void)[]>()

  constructor(private readonly limits: QueueLimits) {}

  async run<T>(owner: string, work: () => Promise<T>): Promise<T> {
    await this.waitForSlot(owner)
    try {
      return await work()
    } finally {
      this.count(owner, -1)
      this.startNext()
    }
  }

  private waitForSlot(owner: string): Promise<void> {
    const waiting = this.waiting.get(owner) ?? []
    if (waiting.length >= this.limits.waitingOfOwner) {
      const message = "Too many of your requests are already waiting. Try again when they are done."
      throw new DomainError("too_many_requests", message, { retryAfterSeconds })
    }
    return new Promise((resolve) => {
      this.waiting.set(owner, [...waiting, resolve])
      this.startNext()
    })
  }

  /** Starts at most one task: queueing or finishing a task makes room for no more. */
  private startNext(): void {
    if (this.running >= this.limits.running) return
    for (const [owner, [start, ...rest]] of this.waiting) {
      if ((this.runningOf.get(owner) ?? 0) >= this.limits.runningOfOwner) continue
      this.waiting.delete(owner)
      if (rest.length > 0) this.waiting.set(owner, rest)
      this.count(owner, 1)
      start?.()
      return
    }
  }

  private count(owner: string, change: 1 | -1): void {
    this.running += change
    const running = (this.runningOf.get(owner) ?? 0) + change
    if (running === 0) this.runningOf.delete(owner)
    else this.runningOf.set(owner, running)
  }
}
