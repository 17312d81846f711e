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

/** The name of the task that advances a rollout. */
export const advanceRolloutTask = "advance_rollout"

/**
 * Wakes a worker for a rollout, when the transaction under way commits, or at a later time. It comes before operations,
 * which may wait for long; a job too many does no harm here either.
 */
export async function addRolloutJob(rolloutId: string, at: Date | null = null): Promise<void> {
  await db().$executeRaw`
    SELECT graphile_worker.add_job(${advanceRolloutTask}, json_build_object('rolloutId', ${rolloutId}::text),
      run_at => ${at}::timestamptz, max_attempts => 1, priority => -10)`
}
