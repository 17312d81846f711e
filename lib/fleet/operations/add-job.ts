import { db } from "@/lib/platform/db/transaction"

/** The names of the tasks that run an operation: one that changes a release, and a preview, which waits for none of those. */
export const runOperationTask = "run_operation"
export const runPreviewTask = "run_preview"

/**
 * Wakes a worker for an operation, when the transaction under way commits. The job carries the id alone; the operation's
 * row decides whether there is anything to do, so a job too many does no harm. One `inBulk` comes after all others that
 * wait: nobody who changes one release waits for a rollout of hundreds.
 */
export async function addJob(
  operationId: string,
  { inBulk, isPreview }: { inBulk: boolean; isPreview: boolean },
): Promise<void> {
  const task = isPreview ? runPreviewTask : runOperationTask
  await db().$executeRaw`
    SELECT graphile_worker.add_job(${task}, json_build_object('operationId', ${operationId}::text),
      max_attempts => 1, priority => ${inBulk ? 10 : 0}::int)`
}

/** The name of the task that advances a rollout. */
export const advanceRolloutTask = "advance_rollout"

/**
 * Wakes a worker for a rollout, when the transaction under way commits. It comes before operations, which may wait for
 * long; a job too many does no harm here either.
 */
export async function addRolloutJob(rolloutId: string): Promise<void> {
  await db().$executeRaw`
    SELECT graphile_worker.add_job(${advanceRolloutTask}, json_build_object('rolloutId', ${rolloutId}::text),
      max_attempts => 1, priority => -10)`
}

/** The same after some seconds by the database's clock. Of one rollout there is one at a time: the last that was asked. */
export async function addLaterRolloutJob(rolloutId: string, seconds: number): Promise<void> {
  await db().$executeRaw`
    SELECT graphile_worker.add_job(${advanceRolloutTask}, json_build_object('rolloutId', ${rolloutId}::text),
      run_at => clock_timestamp() + make_interval(secs => ${seconds}), job_key => ${`${advanceRolloutTask} ${rolloutId}`},
      max_attempts => 1, priority => -10)`
}
