import { log } from "@/lib/log"
import { type Lease, LeaseLost, renewLease } from "@/lib/operations/lease"

/** Keeps the lease of one operation alive, and hears that it is to be cancelled or has been lost. */
export class HeldOperation {
  private readonly cancelling = new AbortController()
  private readonly losing = new AbortController()
  private readonly timer: NodeJS.Timeout
  private beating = false
  private stopped = false
  private confirmedAt = Date.now()

  constructor(
    readonly lease: Lease,
    heartbeatMilliseconds: number,
  ) {
    this.timer = setInterval(() => void this.beat(), heartbeatMilliseconds)
  }

  /** Aborted when somebody asked to cancel, or this worker stops. */
  get cancelled(): AbortSignal {
    return this.cancelling.signal
  }

  /** Aborted when another worker may have the operation: nothing more must be begun. */
  get lost(): AbortSignal {
    return this.losing.signal
  }

  get isLost(): boolean {
    return this.losing.signal.aborted
  }

  cancel(): void {
    this.cancelling.abort()
  }

  /** Says now that this worker lives. */
  async beat(): Promise<void> {
    if (this.beating || this.stopped || this.isLost) return
    this.beating = true
    const askedAt = Date.now()
    try {
      const { cancelRequested } = await renewLease(this.lease)
      this.confirmedAt = askedAt
      if (cancelRequested) this.cancel()
    } catch (error) {
      // While the database is away nobody else can take the operation either, until the lease has run out.
      const runOut = Date.now() - this.confirmedAt > this.lease.seconds * 1_000
      if (!this.stopped && (error instanceof LeaseLost || runOut)) this.lose(error)
    } finally {
      this.beating = false
    }
  }

  /** The operation is over, or given away: nothing more is said of it. */
  stop(): void {
    this.stopped = true
    clearInterval(this.timer)
  }

  private lose(error: unknown): void {
    log.warn({ err: error, operationId: this.lease.operationId }, "The lease of an operation is lost")
    this.losing.abort()
  }
}
