import { type Lease, LeaseLost } from "@/lib/fleet/operations/lease"
import { appendLines, type NewLine } from "@/lib/fleet/operations/operation-log"
import { cleanLine } from "@/lib/kube/helm/output"
import type { Masker } from "@/lib/kube/masking/masker"
import { isDatabaseUnavailable } from "@/lib/platform/db/database-errors"
import { log } from "@/lib/platform/log"

const gatherMs = 200
const maxLine = 2_000
const maxBacklog = 500

/** Records the progress of an operation in batches, with secrets masked. */
export class Progress {
  private waiting: NewLine[] = []
  private timer: NodeJS.Timeout | undefined
  private lastWrite: Promise<void> = Promise.resolve()
  private last = ""

  constructor(
    private readonly lease: Lease,
    private masker: Masker,
  ) {}

  /** Masks secrets that have become known, from now on. */
  maskWith(masker: Masker): void {
    this.masker = masker
  }

  /** A line like the last one is omitted, so that a loop may report what it waits for. */
  report(text: string, level: NewLine["level"] = "info"): void {
    const visible = this.masker.visible(text).replaceAll(/\s*\n\s*/g, " ")
    const line = cleanLine(visible).slice(0, maxLine)
    if (line.trim() === "" || line === this.last) return
    this.last = line
    this.waiting.push({ at: new Date(), level, text: line })
    this.timer ??= setTimeout(() => void this.flush(), gatherMs)
  }

  /** Resolves when every line so far is stored or has failed to be stored. */
  async flush(): Promise<void> {
    clearTimeout(this.timer)
    this.timer = undefined
    this.lastWrite = this.lastWrite.then(() => this.write())
    await this.lastWrite
  }

  private async write(): Promise<void> {
    const lines = this.waiting
    this.waiting = []
    try {
      await appendLines(this.lease, lines)
    } catch (error) {
      if (error instanceof LeaseLost) return
      if (isDatabaseUnavailable(error)) this.waiting = [...lines, ...this.waiting].slice(-maxBacklog)
      else log.error({ err: error }, "could not record the progress of an operation")
    }
  }
}
