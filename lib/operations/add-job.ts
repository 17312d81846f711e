import { db } from "@/lib/db/transaction"

/** The name of the task that runs an operation. */
export const runOperationTask = "run_operation"

/**
 * Wakes a worker for an operation, when the transaction under way commits. The job carries the id alone; the operation's
 * row decides whether there is anything to do, so a job too many does no harm.
 */
export async function addJob(operationId: string): Promise<void> {
  await db().$executeRaw`
    SELECT graphile_worker.add_job(${runOperationTask}, json_build_object('operationId', ${operationId}::text), max_attempts => 1)`
}
