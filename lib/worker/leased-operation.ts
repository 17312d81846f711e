import { z } from "zod"
import { type Lease, LeaseLost, renewal } from "@/lib/fleet/operations/lease"
import { Heartbeat } from "@/lib/platform/db/heartbeat"
import { log } from "@/lib/platform/log"

const answerSchema = z.array(z.object({ cancelRequested: z.boolean() }))

/** Keeps the lease of one operation alive, and hears that it is to be cancelled or has been lost. */
export class LeasedOperation {
  private readonly cancelling = new AbortController()
  private readonly losing = new AbortController()
  private readonly heartbeat: Heartbeat
  private runningOut: NodeJS.Timeout | undefined
  private stopped = false
  private unstoppable = 0

  /** `askedAt`: when the lease was asked for; it may have begun as early. */
  constructor(
    readonly lease: Lease,
    heartbeatMs: number,
    askedAt: number,
  ) {
    const onAnswer = (rows: unknown[]) => this.hear(rows)
    this.heartbeat = new Heartbeat(renewal(lease), heartbeatMs, askedAt, onAnswer)
    this.watchTime()
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
    if (!this.stopped && this.heartbeat.isRefused) this.lose(new LeaseLost(this.lease.operationId))
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
    this.heartbeat.stop()
    clearTimeout(this.runningOut)
  }

  /** By the last heartbeat that the database answered; another worker may have the operation from then on. */
  private get runsOutAt(): number {
    return this.heartbeat.lastAt + this.lease.seconds * 1_000
  }

  private hear(rows: unknown[]): void {
    const [answer] = answerSchema.parse(rows)
    if (!this.isLost && answer?.cancelRequested) this.cancel()
  }

  private watchTime(): void {
    if (this.stopped || this.isLost) return
    this.runningOut = setTimeout(() => this.watchTime(), Math.max(1, this.runsOutAt - Date.now()))
  }

  private lose(error: unknown): void {
    if (this.losing.signal.aborted) return
    clearTimeout(this.runningOut)
    log.warn({ err: error, operationId: this.lease.operationId }, "The lease of an operation is lost")
    this.losing.abort()
  }
}
