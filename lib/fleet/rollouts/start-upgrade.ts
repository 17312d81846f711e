import { compareVersions } from "@/lib/fleet/charts/compare-versions"
import { actorOf, limitedActorOf } from "@/lib/fleet/operations/requester"
import { enqueuePlanned } from "@/lib/fleet/releases/enqueue-change"
import { lockRelease, type ReleaseRow } from "@/lib/fleet/releases/find-release"
import type { UpgradeRequest } from "@/lib/fleet/releases/operation-requests"
import { isAsPlanned, planAgain } from "@/lib/fleet/releases/plan-again"
import { db } from "@/lib/platform/db/transaction"
import { refusalOf, type Started, type Turn, takeTurn, updateRelease } from "./claim-slot"
import { knownDeployed } from "./known-deployed"
import { jumpOf } from "./plan-rules"
import { type Prepared, prepareUpgrade } from "./prepare-upgrade"
import { exceeds, readMaxFailures } from "./threshold"
import type { RolloutRow } from "./to-rollout"
import { waitNoMore } from "./wait-for-chart"

/**
 * Enqueues the upgrade of one release, in the transaction that records its operation, so that a killed process leaves both
 * or neither. Changes since planning are checked with the release locked. Throws `unavailable` while its chart cannot be
 * fetched, and a 409 when the release keeps changing: then it must wait.
 */
export function startUpgrade(rollout: RolloutRow, releaseId: string): Promise<Started> {
  return planAgain(async () => {
    // Fetching the chart can take long, so it happens before anything is locked.
    const prepared = await prepareUpgrade(rollout, releaseId)
    return takeTurn(rollout.id, releaseId, (turn) => startPrepared(turn, prepared))
  })
}

/** Null: the release no longer matches its plan. */
async function startPrepared(turn: Turn, { seen, plan }: Prepared): Promise<Started | null> {
  if (!isItsTurn(turn)) return "not now"
  const release = await lockRelease(actorOf(turn.rollout.requester), seen.id)
  const changed = changedMeanwhile(release, turn.rollout.targetVersion)
  if (changed !== null) return skip(turn, changed)
  if (release.operations.length > 0) return "not now"
  if (!isAsPlanned(release, seen)) return null
  await waitNoMore(turn.rollout.id, release.repository)
  if ("refusal" in plan) return fail(turn, plan.refusal)
  try {
    return await enqueue(turn, release, plan.request)
  } catch (error) {
    return fail(turn, refusalOf(error))
  }
}

function isItsTurn({ rollout, release }: Turn): boolean {
  const { state, maxFailures, failures, upgrades, waves } = rollout
  if (state !== "RUNNING" || release.state !== "PENDING") return false
  if (exceeds(readMaxFailures(maxFailures), failures, upgrades)) return false
  return waves.some((wave) => wave.position === release.wave && wave.state === "RUNNING")
}

/** Why an upgrade is no longer needed; null: it is. */
function changedMeanwhile(release: ReleaseRow, targetVersion: string): string | null {
  const { status, inCluster, operations, chartVersion } = release
  if (operations.length > 0) return null
  if (status === "UNINSTALLED" || !inCluster) return "It was uninstalled in the meantime."
  if (compareVersions(chartVersion, targetVersion) < 0) return null
  return `It was upgraded to ${chartVersion} in the meantime.`
}

async function enqueue(
  { rollout, release: row }: Turn,
  release: ReleaseRow,
  request: UpgradeRequest,
): Promise<Started> {
  const fromRevision = (await knownDeployed(release.id)) ?? release.revision
  const actor = limitedActorOf(rollout, rollout.requester, release.tenantId)
  const { operationId } = await enqueuePlanned(actor, release, request, rollout.id)
  await updateRelease(row, {
    state: "RUNNING",
    operationId,
    fromRevision,
    fromVersion: release.chartVersion,
    jump: jumpOf(release.chartVersion, rollout.targetVersion),
    startedAt: new Date(),
  })
  return "handled"
}

async function skip({ release }: Turn, skipDetail: string): Promise<Started> {
  const finishedAt = new Date()
  await updateRelease(release, { state: "SKIPPED", skipReason: "changed_meanwhile", skipDetail, finishedAt })
  return "handled"
}

async function fail({ rollout, release }: Turn, error: string): Promise<Started> {
  await updateRelease(release, { state: "FAILED", error, finishedAt: new Date() })
  await db().rollout.update({ where: { id: rollout.id }, data: { failures: { increment: 1 } } })
  return "handled"
}
