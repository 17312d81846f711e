import { isDatabaseUnavailable } from "@/lib/platform/db/database-errors"
import { log } from "@/lib/platform/log"
import type { KeptRequest } from "./describe-request"

/** The rows to write: the first row of a batch contains how many requests before it were dropped. */
export type WrittenRequest = KeptRequest & { droppedBefore: number }

type Limits = {
  /** The maximum number of waiting rows of up to 10 kB each; more are dropped. */
  rows: number
  batch: number
  /** How long the first row of a batch waits for more rows. */
  delayMs: number
  /** How long to wait after a failed write. */
  retryMs: number
}

const defaultLimits: Limits = { rows: 2_000, batch: 500, delayMs: 500, retryMs: 5_000 }

/**
 * Holds rows in memory until they are written in batches, without delaying responses. Never blocks and never throws:
 * rows that do not fit, and batches that the database rejects, are dropped and counted. While the database is
 * unavailable, rows wait.
 */
export class RequestBuffer {
  private rows: KeptRequest[] = []
  private dropped = 0
  private pendingWrite: Promise<void> | null = null
  private timer: NodeJS.Timeout | null = null
  private isClosing = false
  private isRetrying = false

  constructor(
    private readonly write: (rows: readonly WrittenRequest[]) => Promise<void>,
    private readonly onOutcome: (outcome: "kept" | "dropped", count: number) => void,
    private readonly limits: Limits = defaultLimits,
  ) {}

  push(row: KeptRequest): void {
    if (this.rows.length < this.limits.rows) this.rows.push(row)
    else this.drop(1)
    if (this.rows.length >= this.limits.batch && !this.isRetrying) this.start()
    else this.startIn(this.isClosing ? 0 : this.limits.delayMs)
  }

  /** Counts requests that are not kept. */
  drop(count: number): void {
    this.dropped += count
    this.onOutcome("dropped", count)
  }

  /**
   * Writes the waiting rows once, for example when the process is about to end. Rows that arrive later are written
   * immediately.
   */
  async flush(): Promise<void> {
    this.isClosing = true
    await this.pendingWrite
    this.start()
    await this.pendingWrite
  }

  private startIn(milliseconds: number): void {
    if (this.timer !== null || this.pendingWrite !== null) return
    this.timer = setTimeout(() => this.start(), milliseconds)
    this.timer.unref()
  }

  private start(): void {
    if (this.timer !== null) clearTimeout(this.timer)
    this.timer = null
    if (this.pendingWrite !== null || this.rows.length === 0) return
    this.pendingWrite = this.writeAll().then((isDone) => {
      this.pendingWrite = null
      this.isRetrying = !isDone
      if (this.rows.length > 0) this.startIn(isDone ? this.limits.delayMs : this.limits.retryMs)
    })
  }

  /**
   * Rows that arrive while others are written wait for the next batch. Returns false if the database is unavailable.
   */
  private async writeAll(): Promise<boolean> {
    do {
      const batch = this.rows.slice(0, this.limits.batch)
      const droppedBefore = this.dropped
      try {
        await this.write(batch.map((row, at) => ({ ...row, droppedBefore: at === 0 ? droppedBefore : 0 })))
        this.dropped -= droppedBefore
        this.onOutcome("kept", batch.length)
      } catch (error) {
        if (isDatabaseUnavailable(error)) {
          log.warn({ err: error, waiting: this.rows.length }, "could not keep requests, retrying")
          return false
        }
        log.warn({ err: error, requests: batch.length }, "could not keep requests")
        this.drop(batch.length)
      }
      this.rows.splice(0, batch.length)
    } while (this.rows.length >= (this.isClosing ? 1 : this.limits.batch))
    return true
  }
}
