import { operationLogDays, requestDays } from "@/lib/platform/env"
import { dayMs, hourMs } from "@/lib/platform/instant"

/**
 * How long, in milliseconds, data that is deleted by age is kept; lib/worker/sweeps deletes it. The ledger, the audit log
 * and the history of releases are kept permanently.
 */
export const retention = {
  /** What pipelines sent and how it was answered. 0: nothing is kept. */
  requestMs: () => requestDays() * dayMs,
  /** The progress lines of operations. The operations themselves are history. */
  operationLogMs: () => operationLogDays() * dayMs,
  /** The answers to an Idempotency-Key; claim_key in prisma/sql/idempotency.sql has the same period. */
  answerMs: 24 * hourMs,
  /** Failed sign-ins, which are counted for a few minutes. */
  signInMs: 24 * hourMs,
  /** Events, for streams that reconnect. */
  eventMs: hourMs,
  /** Previews, which only the request that waits for them reads. */
  previewMs: 600_000,
} as const

const batch = 5_000

/** Runs a statement that deletes up to `limit` rows until none is left, so that none takes long. Returns how many. */
export async function deleteInBatches(
  statement: (limit: number) => Promise<number>,
  stopping?: AbortSignal,
): Promise<number> {
  let total = 0
  while (stopping?.aborted !== true) {
    const count = await statement(batch)
    total += count
    if (count < batch) break
  }
  return total
}
