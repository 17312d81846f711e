import { actorOf, limitedActorOf } from "@/lib/fleet/operations/requester"
import { enqueuePlanned } from "@/lib/fleet/releases/enqueue-change"
import { lockRelease, type ReleaseRow } from "@/lib/fleet/releases/find-release"
import { planRollback } from "@/lib/fleet/releases/plan-rollback"
import { refusalOf, type Started, type Turn, takeTurn, updateRelease } from "./claim-slot"
import type { RolloutRow } from "./to-rollout"

/**
 * Enqueues the rollback of one release, in the transaction that records its operation. A release that has changed since its
 * upgrade is not rolled back.
 */
export function startRollback({ id }: Pick<RolloutRow, "id">, releaseId: string): Promise<Started> {
  return takeTurn(id, releaseId, async (turn) => {
    const { rollout, release: row } = turn
    if (rollout.state !== "ROLLING_BACK" || row.settledBack || row.rollbackOperationId !== null)
      return "not now"
    const release = await lockRelease(actorOf(rollout.rollbackBy), releaseId)
    if (release.operations.length > 0) return "not now"
    const why = leftAlone(row, release)
    if (why !== null) return finish(turn, why)
    try {
      return await enqueue(turn, release)
    } catch (error) {
      return finish(turn, `Rollback failed: ${refusalOf(error)}`)
    }
  })
}

/** Why the release is not rolled back; empty when its failed upgrade was already rolled back; null: it is rolled back. */
function leftAlone(row: Turn["release"], release: ReleaseRow): string | null {
  if (release.status === "UNINSTALLED") return "Not rolled back: the release is uninstalled."
  if (release.revision === row.revision) return null
  if (row.state === "FAILED" && release.chartVersion === row.fromVersion) return ""
  return `Not rolled back: the release is at revision ${release.revision}, but the rollout created revision ${row.revision}.`
}

async function finish({ release }: Turn, sentence: string): Promise<Started> {
  const error = [release.error ?? "", sentence].filter((part) => part !== "").join(" ")
  await updateRelease(release, { settledBack: true, error: error === "" ? null : error })
  return "handled"
}

async function enqueue({ rollout, release: row }: Turn, release: ReleaseRow): Promise<Started> {
  const reason = [`Rollout ${rollout.id} was rolled back`, rollout.stateReason ?? ""]
    .filter(Boolean)
    .join(": ")
  const request = await planRollback(release, {
    ...{ targetRevision: row.fromRevision ?? 0, reason },
    forceConflicts: false,
  })
  const actor = limitedActorOf(rollout, rollout.rollbackBy, release.tenantId)
  const { operationId: rollbackOperationId } = await enqueuePlanned(actor, release, request, rollout.id)
  await updateRelease(row, { state: "RUNNING", rollbackOperationId, finishedAt: null })
  return "handled"
}
