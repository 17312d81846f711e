import { actorOf } from "@/lib/operations/requester"
import { enqueueChange } from "@/lib/releases/enqueue-change"
import { lockRelease, type ReleaseRow } from "@/lib/releases/find-release"
import { planRollback } from "@/lib/releases/plan-rollback"
import { refusalOf, type Started, type Turn, takeTurn, updateRelease } from "./start-turn"

/**
 * Queues the way back of one release, in the transaction that notes its operation. One that is no longer what the rollout
 * made of it is left alone.
 */
export function startRollback(rolloutId: string, releaseId: string): Promise<Started> {
  return takeTurn(rolloutId, releaseId, async (turn) => {
    const { rollout, release: row } = turn
    if (rollout.state !== "ROLLING_BACK" || row.settledBack || row.rollbackOperationId !== null)
      return "not now"
    const release = await lockRelease(actorOf(rollout.rollbackBy), releaseId)
    if (release.operations.length > 0) return "not now"
    const why = leftAlone(row, release)
    if (why !== null) return settle(turn, why)
    try {
      return await enqueue(turn)
    } catch (error) {
      return settle(turn, `It could not be rolled back: ${refusalOf(error)}`)
    }
  })
}

/** Why it is left alone, empty where its failed upgrade took itself back already; null: it is not. */
function leftAlone(row: Turn["release"], release: ReleaseRow): string | null {
  if (release.status === "UNINSTALLED") return "It was left alone: it is uninstalled."
  if (release.revision === row.revision) return null
  if (row.state === "FAILED" && release.chartVersion === row.fromVersion) return ""
  return `It was left alone: it is at revision ${release.revision}, and the rollout made revision ${row.revision}.`
}

async function settle({ release }: Turn, sentence: string): Promise<Started> {
  const error = [release.error ?? "", sentence].filter((part) => part !== "").join(" ")
  await updateRelease(release, { settledBack: true, error: error === "" ? null : error })
  return "settled"
}

async function enqueue({ rollout, release }: Turn): Promise<Started> {
  const { releaseId, fromRevision } = release
  const reason = [`Rollout ${rollout.id} was rolled back`, rollout.stateReason ?? ""]
    .filter(Boolean)
    .join(": ")
  const actor = actorOf(rollout.rollbackBy)
  const { operationId: rollbackOperationId } = await enqueueChange(
    actor,
    releaseId,
    null,
    (row) => planRollback(row, fromRevision ?? 0, reason),
    rollout.id,
  )
  await updateRelease(release, { state: "RUNNING", rollbackOperationId, finishedAt: null })
  return "settled"
}
