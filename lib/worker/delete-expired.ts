import { Prisma } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { deleteInBatches, retention } from "@/lib/platform/retention"

const expiring = [
  { table: "idempotent_answer", column: "created_at", keptMs: retention.responseMs },
  { table: "sign_in_attempt", column: "failed_at", keptMs: retention.signInMs },
  { table: "announced_event", column: "at", keptMs: retention.eventMs },
]

/** Deletes the stored responses, failed sign-ins and events that are older than their retention period. */
export async function deleteExpired(stopping?: AbortSignal): Promise<void> {
  for (const { table, column, keptMs } of expiring) {
    const rows = Prisma.raw(table)
    await deleteInBatches(
      (limit) => db().$executeRaw`
        DELETE FROM ${rows} WHERE ctid IN (
          SELECT ctid FROM ${rows} WHERE ${Prisma.raw(column)} < now() - make_interval(secs => ${keptMs / 1_000}::int)
          LIMIT ${limit} FOR UPDATE SKIP LOCKED)`,
      stopping,
    )
  }
}
