import { db } from "@/lib/platform/db/transaction"

/**
 * Forgets jobs that no worker will ever end: those a killed worker had, whose operation somebody else has brought to its
 * end, and those that failed. The queue would keep them for good.
 */
export async function deleteOldJobs(): Promise<number> {
  return db().$executeRaw`
    DELETE FROM graphile_worker._private_jobs job
    WHERE (job.locked_at IS NULL AND job.attempts >= job.max_attempts)
       OR (job.locked_at < clock_timestamp() - interval '1 minute'
         AND job.payload->>'operationId' IS NOT NULL
         AND NOT EXISTS (
           SELECT 1 FROM operation
           WHERE operation.id = (job.payload->>'operationId')::uuid AND operation.state IN ('QUEUED', 'RUNNING')))`
}
