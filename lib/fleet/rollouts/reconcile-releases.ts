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
 * Records the outcome of ended operations, with the rollout locked. Returns their number, and the number of failed upgrades
 * among them.
 */
export async function reconcileReleases(rolloutId: string): Promise<{ ended: number; failed: number }> {
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
  return { ended: rows.length, failed: failed.length }
}

/** A cancelled upgrade counts as failed. */
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
  return { ...back, state: "FAILED" as const, error: `Rollback failed: ${error ?? "unknown error."}` }
}
