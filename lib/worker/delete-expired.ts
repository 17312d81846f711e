import { Prisma } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { operationLogDays, requestDays, webhookDeliveryDays } from "@/lib/platform/env"
import { dayMs, firstIdAt, hourMs } from "@/lib/platform/instant"

const daysMs = (days: () => number) => () => days() * dayMs

/**
 * The tables whose rows are deleted by age: by when a row was written, or by the time in its id. The ledger, the audit log and
 * the history of releases are kept permanently.
 */
const expiring: Record<string, { keptMs: () => number } & ({ id: string } | { time: string })> = {
  /** Requests of pipelines and their responses. */
  received_request: { id: "id", keptMs: daysMs(requestDays) },
  /** Deliveries of webhooks, for their log and to send them again. */
  webhook_delivery: { id: "id", keptMs: daysMs(webhookDeliveryDays) },
  /** The progress lines of operations. The operations themselves are history. */
  operation_line: { id: "operation_id", keptMs: daysMs(operationLogDays) },
  /** Responses stored for an Idempotency-Key; claim_key in prisma/sql/idempotency.sql has the same period. */
  idempotent_answer: { time: "created_at", keptMs: () => dayMs },
  /** Failed sign-ins, which are counted for a few minutes. */
  sign_in_attempt: { time: "failed_at", keptMs: () => dayMs },
  /** Events, for streams that reconnect. */
  announced_event: { time: "at", keptMs: () => hourMs },
}
export const expiringTables = Object.keys(expiring)

/** The maximum deleted by one statement, so that each stays short. */
const batch = 5_000

/** Deletes what is older than the retention period of the table. Returns how many rows. */
export async function deleteExpired(
  table: string,
  stopping?: AbortSignal,
  now = new Date(),
): Promise<number> {
  const period = expiring[table]
  if (period === undefined) throw new Error(`The rows of ${table} do not expire.`)
  const end = new Date(now.getTime() - period.keptMs())
  const isOld =
    "id" in period
      ? Prisma.sql`${Prisma.raw(period.id)} < ${firstIdAt(end)}::uuid`
      : Prisma.sql`${Prisma.raw(period.time)} < ${end}`
  const rows = Prisma.raw(table)
  let total = 0
  while (stopping?.aborted !== true) {
    const count = await db().$executeRaw`
      DELETE FROM ${rows} WHERE ctid IN (SELECT ctid FROM ${rows} WHERE ${isOld} LIMIT ${batch} FOR UPDATE SKIP LOCKED)`
    total += count
    if (count < batch) break
  }
  return total
}
