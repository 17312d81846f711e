import { Prisma } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { operationLogDays, requestDays, webhookDeliveryDays } from "@/lib/platform/env"
import { dayMs, firstIdAt, hourMs } from "@/lib/platform/instant"

const daysMs = (days: () => number) => () => days() * dayMs

type Period = { keptMs: () => number } & ({ id: string } | { time: string })

/**
 * The tables whose rows are deleted by age: by when a row was written, or by the time in its id. The ledger, the audit log and
 * the history of releases are kept permanently.
 */
const periods = {
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
} satisfies Record<string, Period>

export type ExpiringTable = keyof typeof periods
export const expiringTables = Object.keys(periods) as ExpiringTable[]

/** The maximum deleted by one statement, so that each stays short. */
const batch = 5_000

/**
 * Deletes what is older than the retention period of the table. Returns how many rows. Times are compared with PostgreSQL's
 * clock, which wrote them, and the times in ids with that of the processes: `now`.
 */
export async function deleteExpired(
  table: ExpiringTable,
  stopping?: AbortSignal,
  now = new Date(),
): Promise<number> {
  const period: Period = periods[table]
  const keptMs = period.keptMs()
  const isOld =
    "id" in period
      ? Prisma.sql`${Prisma.raw(period.id)} < ${firstIdAt(new Date(now.getTime() - keptMs))}::uuid`
      : Prisma.sql`${Prisma.raw(period.time)} < now() - make_interval(secs => ${keptMs / 1_000}::int)`
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
