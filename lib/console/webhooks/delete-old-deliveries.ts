import { db } from "@/lib/platform/db/transaction"
import { firstIdAt } from "@/lib/platform/instant"
import { deleteInBatches, retention } from "@/lib/platform/retention"

/** Deletes deliveries that are older than the retention period. Returns how many. */
export async function deleteOldDeliveries(stopping?: AbortSignal, now = new Date()): Promise<number> {
  const end = firstIdAt(new Date(now.getTime() - retention.webhookDeliveryMs()))
  return deleteInBatches(
    async (limit) => db().$executeRaw`
      DELETE FROM webhook_delivery WHERE id IN (
        SELECT id FROM webhook_delivery WHERE id < ${end}::uuid ORDER BY id LIMIT ${limit} FOR UPDATE SKIP LOCKED)`,
    stopping,
  )
}
