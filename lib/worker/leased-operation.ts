import { randomUUID } from "node:crypto"
import { hostname } from "node:os"
import { z } from "zod"
import { type Lease, LeaseLost, renewal } from "@/lib/fleet/operations/lease"
import { Heartbeat } from "@/lib/platform/db/heartbeat"
import { log } from "@/lib/platform/log"

const answerSchema = z.array(z.object({ cancelRequested: z.boolean() }))

/** Renews the lease of one operation and signals when the operation is cancelled or the lease is lost. */
export class LeasedOperation {
  private readonly cancelling = new AbortController()
  private readonly losing = new AbortController()
  private readonly heartbeat: Heartbeat
  private runningOut: NodeJS.Timeout | undefined
  private stopped = false
  private unstoppable = 0

  /** `askedAt`: when the lease was requested. It may have started at that time already. */
  constructor(
    readonly lease: Lease,
    heartbeatMs: number,
    askedAt: number,
  ) {
    const onAnswer = (rows: unknown[]) => this.hear(rows)
    this.heartbeat = new Heartbeat(renewal(lease), heartbeatMs, askedAt, onAnswer)
    this.watchTime()
  }

  /** Aborted when a user cancels the operation or this worker stops. */
  get cancelled(): AbortSignal {
    return this.cancelling.signal
  }

  /** Aborted when another worker may have the operation: no further step may be started. */
  get lost(): AbortSignal {
    return this.losing.signal
  }

  /** Also compares the clock: after a suspension, the process checks this before its timers fire. */
  get isLost(): boolean {
    if (!this.stopped && this.heartbeat.isRefused) this.lose(new LeaseLost(this.lease.operationId))
    if (!this.stopped && Date.now() >= this.runsOutAt) this.lose(new Error("The lease expired."))
    return this.losing.signal.aborted
  }

  /** Whether a Helm that must not be stopped is running for this operation. */
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

  /** Called when the operation has ended or was handed over: nothing more is reported. */
  stop(): void {
    this.stopped = true
    this.heartbeat.stop()
    clearTimeout(this.runningOut)
  }

  /** Based on the last heartbeat that the database answered. After this, another worker may have the operation. */
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
    log.warn({ err: error, operationId: this.lease.operationId }, "operation lease lost")
    this.losing.abort()
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
