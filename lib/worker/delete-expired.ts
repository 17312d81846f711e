import { Prisma } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { firstIdAt } from "@/lib/platform/instant"
import { deleteInBatches, retention } from "@/lib/platform/retention"

const expiringByTime = [
  { table: "idempotent_answer", column: "created_at", keptMs: retention.responseMs },
  { table: "sign_in_attempt", column: "failed_at", keptMs: retention.signInMs },
  { table: "announced_event", column: "at", keptMs: retention.eventMs },
]

/** Their ids begin with the time. */
const expiringById = [
  { table: "received_request", keptMs: retention.requestMs },
  { table: "webhook_delivery", keptMs: retention.webhookDeliveryMs },
]

/** Deletes what is older than its retention period: responses, failed sign-ins, events, requests and deliveries. */
export async function deleteExpired(stopping?: AbortSignal, now = new Date()): Promise<void> {
  for (const { table, column, keptMs } of expiringByTime) {
    const seconds = keptMs / 1_000
    const isExpired = Prisma.sql`${Prisma.raw(column)} < now() - make_interval(secs => ${seconds}::int)`
    await deleteRows(table, isExpired, stopping)
  }
  for (const { table, keptMs } of expiringById) {
    const end = firstIdAt(new Date(now.getTime() - keptMs()))
    await deleteRows(table, Prisma.sql`id < ${end}::uuid`, stopping)
  }
}

async function deleteRows(table: string, isExpired: Prisma.Sql, stopping?: AbortSignal): Promise<void> {
  const rows = Prisma.raw(table)
  await deleteInBatches(
    (limit) => db().$executeRaw`
      DELETE FROM ${rows} WHERE ctid IN (
        SELECT ctid FROM ${rows} WHERE ${isExpired} LIMIT ${limit} FOR UPDATE SKIP LOCKED)`,
    stopping,
  )
}
