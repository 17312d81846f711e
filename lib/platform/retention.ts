import { operationLogDays, requestDays, webhookDeliveryDays } from "@/lib/platform/env"
import { dayMs, hourMs } from "@/lib/platform/instant"

/**
 * The retention in milliseconds of data that is deleted by age; lib/worker/sweeps deletes it. The ledger, the audit log
 * and the history of releases are kept permanently.
 */
export const retention = {
  /** Requests of pipelines and their responses. 0: nothing is kept. */
  requestMs: () => requestDays() * dayMs,
  /** The progress lines of operations. The operations themselves are history. */
  operationLogMs: () => operationLogDays() * dayMs,
  /** Deliveries of webhooks, for their log and to send them again. */
  webhookDeliveryMs: () => webhookDeliveryDays() * dayMs,
  /** Responses stored for an Idempotency-Key; claim_key in prisma/sql/idempotency.sql has the same period. */
  responseMs: 24 * hourMs,
  /** Failed sign-ins, which are counted for a few minutes. */
  signInMs: 24 * hourMs,
  /** Events, for streams that reconnect. */
  eventMs: hourMs,
  /** Previews, which are read only by the request that waits for them. */
  previewMs: 600_000,
} as const

const batch = 5_000

/**
 * Repeats a statement that deletes up to `limit` rows until none are left, so that each stays short. Returns the total
 * number.
 */
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
