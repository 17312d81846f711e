import { db } from "@/lib/platform/db/transaction"
import { firstIdAt } from "@/lib/platform/instant"
import { deleteInBatches, retention } from "@/lib/platform/retention"

/** Deletes requests that are older than the retention period. Returns how many. */
export async function deleteOldRequests(stopping?: AbortSignal, now = new Date()): Promise<number> {
  const end = firstIdAt(new Date(now.getTime() - retention.requestMs()))
  return deleteInBatches(
    async (limit) => db().$executeRaw`
      DELETE FROM received_request WHERE id IN (
        SELECT id FROM received_request WHERE id < ${end}::uuid ORDER BY id LIMIT ${limit} FOR UPDATE SKIP LOCKED)`,
    stopping,
  )
}
