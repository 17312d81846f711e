import { log } from "@/lib/log"
import { type Lease, LeaseLost, renewLease } from "@/lib/operations/lease"

/** Keeps the lease of one operation alive, and hears that it is to be cancelled or has been lost. */
export class HeldOperation {
  private readonly cancelling = new AbortController()
  private readonly losing = new AbortController()
  private readonly timer: NodeJS.Timeout
  private runningOut: NodeJS.Timeout | undefined
  private runsOutAt = 0
  private beating = false
  private stopped = false
  private unstoppable = 0

  /** `askedAt`: when the lease was asked for; it may have begun as early. */
  constructor(
    readonly lease: Lease,
    heartbeatMilliseconds: number,
    askedAt: number,
  ) {
    this.timer = setInterval(() => void this.beat(), heartbeatMilliseconds)
    this.keepFrom(askedAt)
  }

  /** Aborted when somebody asked to cancel, or this worker stops. */
  get cancelled(): AbortSignal {
    return this.cancelling.signal
  }

  /** Aborted when another worker may have the operation: nothing more must be begun. */
  get lost(): AbortSignal {
    return this.losing.signal
  }

  /** By the clock, too: a process that was asleep knows it before its timers do. */
  get isLost(): boolean {
    if (!this.stopped && Date.now() >= this.runsOutAt) this.lose(new Error("It ran out."))
    return this.losing.signal.aborted
  }

  /** Whether a Helm that nobody may stop is at work for it. */
  get isUnstoppable(): boolean {
    return this.unstoppable > 0
  }

  letFinish(ended: Promise<unknown>): void {
    this.unstoppable += 1
    void ended.finally(() => {
      this.unstoppable -= 1
    })
  }

  cancel(): void {
    this.cancelling.abort()
  }

  /** The operation is over, or given away: nothing more is said of it. */
  stop(): void {
    this.stopped = true
    clearInterval(this.timer)
    clearTimeout(this.runningOut)
  }

  /** Says that this worker lives. One that gets no answer loses the lease all the same when it has run out. */
  private async beat(): Promise<void> {
    if (this.beating || this.stopped || this.isLost) return
    this.beating = true
    const askedAt = Date.now()
    try {
      const { cancelRequested } = await renewLease(this.lease)
      if (!this.stopped && !this.isLost) this.keepFrom(askedAt)
      if (cancelRequested) this.cancel()
    } catch (error) {
      // While the database is away nobody else can take the operation either, until the lease has run out.
      if (!this.stopped && error instanceof LeaseLost) this.lose(error)
    } finally {
      this.beating = false
    }
  }

  private keepFrom(askedAt: number): void {
    clearTimeout(this.runningOut)
    this.runsOutAt = askedAt + this.lease.seconds * 1_000
    this.runningOut = setTimeout(() => void this.isLost, Math.max(0, this.runsOutAt - Date.now()))
  }

  private lose(error: unknown): void {
    if (this.losing.signal.aborted) return
    clearTimeout(this.runningOut)
    log.warn({ err: error, operationId: this.lease.operationId }, "The lease of an operation is lost")
    this.losing.abort()
  }
}
