import { compareVersions } from "@/lib/charts/compare-versions"
import { db } from "@/lib/db/transaction"
import { actorOf } from "@/lib/operations/requester"
import { enqueueChange } from "@/lib/releases/enqueue-change"
import { lockRelease, type ReleaseRow } from "@/lib/releases/find-release"
import { knownDeployed } from "./known-deployed"
import { jumpOf } from "./plan-rules"
import type { Prepared } from "./prepare-upgrade"
import { refusalOf, type Started, type Turn, takeTurn, updateRelease } from "./start-turn"
import { exceeds, readMaxFailures } from "./threshold"

/**
 * Queues the upgrade of one release, in the transaction that notes its operation: a process that is killed leaves both or
 * neither. What changed since it was planned is looked at with the release locked.
 */
export function startUpgrade(rolloutId: string, prepared: Prepared): Promise<Started> {
  return takeTurn(rolloutId, prepared.releaseId, async (turn) => {
    if (!isItsTurn(turn)) return "not now"
    const release = await lockRelease(actorOf(turn.rollout.requester), prepared.releaseId)
    const changed = changedMeanwhile(release, turn.rollout.targetVersion)
    if (changed !== null) return skip(turn, changed)
    if (release.operations.length > 0) return "not now"
    if (isOther(release, prepared.seen)) return "changed"
    if ("refusal" in prepared.plan) return fail(turn, prepared.plan.refusal)
    const { request } = prepared.plan
    try {
      return await enqueue(turn, release, request)
    } catch (error) {
      return fail(turn, refusalOf(error))
    }
  })
}

function isItsTurn({ rollout, release }: Turn): boolean {
  const { state, maxFailures, failures, upgrades, waves } = rollout
  if (state !== "RUNNING" || release.state !== "PENDING") return false
  if (exceeds(readMaxFailures(maxFailures), failures, upgrades)) return false
  return waves.some((wave) => wave.position === release.wave && wave.state === "RUNNING")
}

/** Why there is nothing left to upgrade; null: there is. */
function changedMeanwhile(release: ReleaseRow, targetVersion: string): string | null {
  const { status, inCluster, operations, chartVersion } = release
  if (operations.length > 0) return null
  if (status === "UNINSTALLED" || !inCluster) return "It was uninstalled meanwhile."
  if (compareVersions(chartVersion, targetVersion) < 0) return null
  return `It came to ${chartVersion} meanwhile.`
}

function isOther(release: ReleaseRow, seen: ReleaseRow): boolean {
  return (
    release.revision !== seen.revision ||
    release.status !== seen.status ||
    release.chartVersion !== seen.chartVersion ||
    release.sealedValues !== seen.sealedValues
  )
}

async function enqueue(
  { rollout, release: row }: Turn,
  release: ReleaseRow,
  request: Extract<Prepared["plan"], { request: unknown }>["request"],
): Promise<Started> {
  const fromRevision = (await knownDeployed(release.id)) ?? release.revision
  const actor = actorOf(rollout.requester)
  const { operationId } = await enqueueChange(actor, release.id, null, async () => request, rollout.id)
  await updateRelease(row, {
    state: "RUNNING",
    operationId,
    fromRevision,
    fromVersion: release.chartVersion,
    jump: jumpOf(release.chartVersion, rollout.targetVersion),
    startedAt: new Date(),
  })
  return "settled"
}

async function skip({ release }: Turn, skipDetail: string): Promise<Started> {
  const finishedAt = new Date()
  await updateRelease(release, { state: "SKIPPED", skipReason: "changed_meanwhile", skipDetail, finishedAt })
  return "settled"
}

async function fail({ rollout, release }: Turn, error: string): Promise<Started> {
  await updateRelease(release, { state: "FAILED", error, finishedAt: new Date() })
  await db().rollout.update({ where: { id: rollout.id }, data: { failures: { increment: 1 } } })
  return "settled"
}
