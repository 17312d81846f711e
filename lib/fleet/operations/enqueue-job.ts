import { db } from "@/lib/platform/db/transaction"

/** The tasks that run an operation: one for release changes, and one for previews, which do not wait for changes. */
export const runOperationTask = "run_operation"
export const runPreviewTask = "run_preview"

/**
 * Enqueues a job for an operation, effective when the current transaction commits. The job contains only the id; the
 * operation's row decides whether there is work, so an extra job is harmless. `inBulk` jobs have a lower priority, so that
 * single changes do not wait for a rollout of hundreds of releases.
 */
export async function enqueueJob(
  operationId: string,
  { inBulk, isPreview }: { inBulk: boolean; isPreview: boolean },
): Promise<void> {
  const task = isPreview ? runPreviewTask : runOperationTask
  await db().$executeRaw`
    SELECT graphile_worker.add_job(${task}, json_build_object('operationId', ${operationId}::text),
      max_attempts => 1, priority => ${inBulk ? 10 : 0}::int)`
}

export const advanceRolloutTask = "advance_rollout"

/**
 * Enqueues a job for a rollout, effective when the current transaction commits, by the database's clock. It has priority
 * over operations, which may wait for long; an extra job is harmless here as well. Of those that are to run later each
 * rollout has at most one: the last one requested.
 */
export async function enqueueRolloutJob(rolloutId: string, inSeconds = 0): Promise<void> {
  const key = inSeconds === 0 ? null : `${advanceRolloutTask} ${rolloutId}`
  await db().$executeRaw`
    SELECT graphile_worker.add_job(${advanceRolloutTask}, json_build_object('rolloutId', ${rolloutId}::text),
      run_at => clock_timestamp() + make_interval(secs => ${inSeconds}), job_key => ${key}::text,
      max_attempts => 1, priority => -10)`
}
