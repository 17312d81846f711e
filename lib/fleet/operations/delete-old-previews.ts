import { db } from "@/lib/platform/db/transaction"

/** Forgets previews: they are read by the request that waits for them, and by nobody after that. */
export async function deleteOldPreviews(): Promise<void> {
  await db().$executeRaw`
    DELETE FROM operation WHERE kind = 'PREVIEW' AND requested_at < now() - interval '10 minutes'`
}
