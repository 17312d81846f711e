import { hasEnded } from "@/lib/fleet/operations/operation-states"
import { db } from "@/lib/platform/db/transaction"

const keptSeconds = 600

/** Deletes previews: only the request that waits for one reads it. */
export async function deleteOldPreviews(): Promise<void> {
  await db().$executeRaw`
    DELETE FROM operation
    WHERE kind = 'PREVIEW' AND requested_at < now() - make_interval(secs => ${keptSeconds}::int)`
}

/**
 * Deletes jobs that no worker will ever finish, which the queue would keep permanently: failed ones, and those of a killed
 * worker whose operation has since been finished by another worker.
 */
export async function deleteOldJobs(): Promise<number> {
  return db().$executeRaw`
    DELETE FROM graphile_worker._private_jobs job
    WHERE (job.locked_at IS NULL AND job.attempts >= job.max_attempts)
       OR (job.locked_at < clock_timestamp() - interval '1 minute'
         AND job.payload->>'operationId' IS NOT NULL
         AND NOT EXISTS (
           SELECT 1 FROM operation o
           WHERE o.id = (job.payload->>'operationId')::uuid AND NOT ${hasEnded}))`
}
