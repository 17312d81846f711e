import type { OperationState, RolloutReleaseState } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"

type Ended = {
  releaseId: string
  isRollback: boolean
  state: OperationState
  error: string | null
  upgradeError: string | null
  revision: number | null
  finishedAt: Date
}

/**
 * Writes down what came of the operations that have ended, with the lock of the rollout held. Answers how many there
 * were, and how many upgrades among them failed.
 */
export async function reconcileReleases(rolloutId: string): Promise<{ settled: number; failed: number }> {
  const rows = await db().$queryRaw<Ended[]>`
    SELECT x.release_id AS "releaseId", x.rollback_operation_id IS NOT NULL AS "isRollback", o.state::text AS state,
      o.error, x.error AS "upgradeError", o.revision, o.finished_at AS "finishedAt"
    FROM rollout_release x JOIN operation o ON o.id = COALESCE(x.rollback_operation_id, x.operation_id)
    WHERE x.rollout_id = ${rolloutId}::uuid AND x.state = 'RUNNING'
      AND o.state IN ('SUCCEEDED', 'FAILED', 'CANCELLED')`
  for (const row of rows) {
    await db().rolloutRelease.update({
      where: { rolloutId_releaseId: { rolloutId, releaseId: row.releaseId } },
      data: row.isRollback ? ofRollback(row) : ofUpgrade(row),
    })
  }
  const failed = rows.filter(({ isRollback, state }) => !isRollback && upgraded[state] === "FAILED")
  return { settled: rows.length, failed: failed.length }
}

/** One that somebody cancelled was not upgraded either, and counts as one that failed. */
const upgraded: Record<OperationState, RolloutReleaseState> = {
  QUEUED: "RUNNING",
  RUNNING: "RUNNING",
  SUCCEEDED: "SUCCEEDED",
  FAILED: "FAILED",
  CANCELLED: "FAILED",
}

function ofUpgrade({ state, error, revision, finishedAt }: Ended) {
  return { state: upgraded[state], error, revision, finishedAt }
}

function ofRollback({ state, error, upgradeError, finishedAt }: Ended) {
  const back = { settledBack: true, finishedAt }
  if (state === "SUCCEEDED") return { ...back, state: "ROLLED_BACK" as const, error: upgradeError }
  return { ...back, state: "FAILED" as const, error: `It could not be rolled back: ${error ?? "it failed."}` }
}
