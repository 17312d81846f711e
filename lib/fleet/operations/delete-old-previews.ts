import { db } from "@/lib/platform/db/transaction"

/** Deletes previews: only the request that waits for one reads it. */
export async function deleteOldPreviews(): Promise<void> {
  await db().$executeRaw`
    DELETE FROM operation WHERE kind = 'PREVIEW' AND requested_at < now() - interval '10 minutes'`
}
