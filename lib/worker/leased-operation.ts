import { randomUUID } from "node:crypto"
import { hostname } from "node:os"
import { z } from "zod"
import { type Lease, LeaseLost, renewal } from "@/lib/fleet/operations/lease"
import { Heartbeat } from "@/lib/platform/db/heartbeat"

const renewedSchema = z.array(z.object({ cancelRequested: z.boolean() }))

/** Renews the lease of one operation and signals when the operation is cancelled or the lease is lost. */
export class LeasedOperation {
  private readonly cancelController = new AbortController()
  /** Aborted when a user cancels the operation or this worker stops. */
  readonly cancelled = this.cancelController.signal
  private readonly lostController = new AbortController()
  /**
   * Aborted, with the reason, when another worker may hold the lease: no further step may be started. Also by a heartbeat
   * that arrives between the end of the operation and `stop`, so it is reported only where something was left undone.
   */
  readonly lost = this.lostController.signal
  private readonly heartbeat: Heartbeat
  private expiryTimer: NodeJS.Timeout | undefined
  private stopped = false
  private unstoppable = 0

  /** `requestedAt`: when the lease was requested. It may have started at that time already. */
  constructor(
    readonly lease: Lease,
    heartbeatMs: number,
    requestedAt: number,
  ) {
    const onRenewed = (rows: unknown[]) => this.handleRenewed(rows)
    this.heartbeat = new Heartbeat(renewal(lease), heartbeatMs, requestedAt, onRenewed)
    this.scheduleExpiry()
  }

  /** Compares the clock too: after a suspension, the process checks this before its timers fire. */
  get isLost(): boolean {
    if (!this.stopped && this.heartbeat.isRejected) this.markLost(new LeaseLost(this.lease.operationId))
    if (!this.stopped && Date.now() >= this.expiresAt) this.markLost(new Error("The lease expired."))
    return this.lost.aborted
  }

  /** Whether a Helm that must not be stopped is running for this operation. */
  get isUnstoppable(): boolean {
    return this.unstoppable > 0
  }

  trackUnstoppable(ended: Promise<unknown>): void {
    this.unstoppable += 1
    void ended.finally(() => {
      this.unstoppable -= 1
    })
  }

  cancel(): void {
    this.cancelController.abort()
  }

  /** Called when the operation has ended or was handed over: stops the reports. */
  stop(): void {
    this.stopped = true
    this.heartbeat.stop()
    clearTimeout(this.expiryTimer)
  }

  /** Based on the last heartbeat that the database confirmed. After this time, another worker may hold the lease. */
  private get expiresAt(): number {
    return this.heartbeat.lastAt + this.lease.seconds * 1_000
  }

  private handleRenewed(rows: unknown[]): void {
    const [renewed] = renewedSchema.parse(rows)
    if (!this.isLost && renewed?.cancelRequested) this.cancel()
  }

  private scheduleExpiry(): void {
    if (this.stopped || this.isLost) return
    this.expiryTimer = setTimeout(() => this.scheduleExpiry(), Math.max(1, this.expiresAt - Date.now()))
  }

  private markLost(error: unknown): void {
    if (this.lost.aborted) return
    clearTimeout(this.expiryTimer)
    this.lostController.abort(error)
  }
}

/** A unique name for this worker: `host/process/random`. */
export function newHolder(): string {
  return `${hostname()}/${process.pid}/${randomUUID().slice(0, 8)}`
}

/** The host of a holder; for null, this host. */
export function hostOf(holder: string | null): string {
  return holder === null ? hostname() : holder.slice(0, holder.indexOf("/"))
}
