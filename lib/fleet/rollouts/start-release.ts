import { actorOf, limitedActorOf } from "@/lib/fleet/operations/requester"
import { planRollback, planUpgrade } from "@/lib/fleet/releases/change-release"
import { enqueuePlanned, isUnchangedSince, retryPlan } from "@/lib/fleet/releases/enqueue-change"
import { findRelease, lockRelease, type ReleaseRow } from "@/lib/fleet/releases/find-release"
import { isUnchangedBy } from "@/lib/fleet/releases/merge-values"
import type { UpgradeRequest } from "@/lib/fleet/releases/operation-requests"
import { lastDeployedRevision, lastRecordedRevision } from "@/lib/fleet/releases/recorded-revision"
import type { UpgradeRelease } from "@/lib/fleet/releases/schema"
import { unsealValues } from "@/lib/fleet/releases/sealed-values"
import { parseKeyPaths } from "@/lib/fleet/values/values-path"
import { isDatabaseUnavailable } from "@/lib/platform/db/database-errors"
import type { RolloutRelease as ReleaseInRollout } from "@/lib/platform/db/generated/client"
import { databaseTime, db, transaction } from "@/lib/platform/db/transaction"
import { DomainError } from "@/lib/platform/errors"
import { log } from "@/lib/platform/log"
import { compareVersions } from "@/lib/platform/semver/version"
import {
  lockRollout,
  publishRolloutUpdate,
  quarantineOfTarget,
  type RolloutRow,
  targetOf,
  withWaves,
} from "./find-rollout"
import { upgradeOf } from "./plan-rollout"
import { jumpOf } from "./plan-rules"
import { exceeds, freeSlots, readMaxFailures } from "./rollout-rules"

type Slot = { rollout: RolloutRow; release: ReleaseInRollout }

/** What to record of a release that was started, skipped or failed; `not now`: it has to wait. */
type Start = Partial<Omit<ReleaseInRollout, "rolloutId" | "releaseId" | "tenantId">> | "not now"

/**
 * Enqueues the upgrade of one release, in the transaction that records its operation, so that a killed process leaves both
 * or neither. Changes since planning are checked with the release locked. Throws `unavailable` while its chart cannot be
 * fetched, and a 409 when the release keeps changing: then it must wait. False: it has to wait.
 */
export function startUpgrade(rollout: RolloutRow, releaseId: string): Promise<boolean> {
  return retryPlan(async () => {
    // Fetching the chart can take long, so it happens before anything is locked.
    const prepared = await prepareUpgrade(rollout, releaseId)
    return inSlot(rollout.id, releaseId, (slot) => startPrepared(slot, prepared))
  })
}

/** Null: the release no longer matches its plan. */
async function startPrepared(slot: Slot, { before, plan }: Prepared): Promise<Start | null> {
  if (!canStart(slot) || (await quarantineOfTarget(slot.rollout)) !== null) return "not now"
  const release = await lockRelease(actorOf(slot.rollout.requester), before.id)
  const changed = findObsoleteReason(release, slot.rollout)
  if (changed !== null) {
    const reason = { skipReason: "changed_meanwhile", skipDetail: changed }
    return { state: "SKIPPED", ...reason, finishedAt: new Date() }
  }
  if (release.operations.length > 0) return "not now"
  if (!isUnchangedSince(release, before)) return null
  await clearWaiting(slot.rollout.id, release.repository)
  if ("refusal" in plan) return fail(slot, plan.refusal)
  try {
    return await enqueueUpgrade(slot, release, plan.request)
  } catch (error) {
    return fail(slot, refusalOf(error))
  }
}

function canStart({ rollout, release }: Slot): boolean {
  const { state, maxFailures, failures, upgrades, waves } = rollout
  if (state !== "RUNNING" || release.state !== "PENDING") return false
  if (exceeds(readMaxFailures(maxFailures), failures, upgrades)) return false
  return waves.some((wave) => wave.position === release.wave && wave.state === "RUNNING")
}

/** Why an upgrade is no longer needed; null: it is. */
function findObsoleteReason(release: ReleaseRow, rollout: RolloutRow): string | null {
  const { status, inCluster, operations, chartVersion } = release
  if (operations.length > 0) return null
  if (status === "UNINSTALLED" || !inCluster) return "It was uninstalled in the meantime."
  const target = targetOf(rollout)
  if (target !== null) {
    return compareVersions(chartVersion, target) < 0
      ? null
      : `It was upgraded to ${chartVersion} in the meantime.`
  }
  const override = unsealValues(rollout.sealedValues)
  return status !== "FAILED" &&
    isUnchangedBy(override, unsealValues(release.sealedValues), parseKeyPaths(rollout.valuesReset))
    ? "It was given these values in the meantime."
    : null
}

/** The charts of the repository are available again. */
async function clearWaiting(rolloutId: string, repository: string): Promise<void> {
  await db().rolloutRelease.updateMany({
    where: { rolloutId, state: "PENDING", waitsFor: { not: null }, release: { repository } },
    data: { waitsFor: null },
  })
}

async function enqueueUpgrade(
  { rollout }: Slot,
  release: ReleaseRow,
  request: UpgradeRequest,
): Promise<Start> {
  const fromRevision = (await lastDeployedRevision(release.id))?.revision ?? release.revision
  const actor = limitedActorOf(rollout, rollout.requester, release.tenantId)
  const { operationId } = await enqueuePlanned(actor, release, request, rollout.id)
  return {
    state: "RUNNING",
    operationId,
    fromRevision,
    fromVersion: release.chartVersion,
    jump: jumpOf(release.chartVersion, targetOf(rollout)),
    startedAt: await databaseTime(),
  }
}

async function fail({ rollout }: Slot, error: string): Promise<Start> {
  await db().rollout.update({ where: { id: rollout.id }, data: { failures: { increment: 1 } } })
  return { state: "FAILED", error, finishedAt: new Date() }
}

type Prepared = {
  /** The release that the plan was made for. */
  before: ReleaseRow
  /** The request, or why the upgrade is not possible. */
  plan: { request: UpgradeRequest } | { refusal: string }
}

/** The maximum length that Helm stores. */
const maxDescription = 500

/** Plans the upgrade of one release. Throws `unavailable` while its chart cannot be fetched: the release must wait. */
async function prepareUpgrade(rollout: RolloutRow, releaseId: string): Promise<Prepared> {
  const before = await findRelease(actorOf(rollout.requester), releaseId)
  try {
    return { before, plan: await planUpgrade(before, buildUpgrade(rollout)) }
  } catch (error) {
    if (isDatabaseUnavailable(error)) throw error
    if (error instanceof DomainError && error.kind === "unavailable") throw error
    if (error instanceof DomainError) return { before, plan: { refusal: error.message } }
    log.error({ err: error, rolloutId: rollout.id, releaseId }, "planning a rollout release failed")
    return { before, plan: { refusal: "The upgrade could not be planned; see the log for details." } }
  }
}

function buildUpgrade({ id, description, sealedValues, ...rollout }: RolloutRow): UpgradeRelease {
  const { timeoutSeconds: timeout, atomic, waitForJobs, valuesReset } = rollout
  const options = { valuesOverride: unsealValues(sealedValues), valuesReset, timeout, atomic, waitForJobs }
  const text = description === null ? `Rollout ${id}` : `Rollout ${id}: ${description}`
  return upgradeOf(targetOf(rollout), options, text.slice(0, maxDescription))
}

/** Starts the rollback of a release, unless it has changed since. */
export function startRollback({ id }: RolloutRow, releaseId: string): Promise<boolean | null> {
  return inSlot(id, releaseId, async (slot) => {
    const { rollout, release: row } = slot
    if (rollout.state !== "ROLLING_BACK" || row.isRollbackDone || row.rollbackOperationId !== null)
      return "not now"
    const release = await lockRelease(actorOf(rollout.rollbackBy), releaseId)
    if (release.operations.length > 0) return "not now"
    const obstacle = await rollbackObstacle(row, release)
    if (obstacle !== null) return finish(slot, obstacle)
    try {
      return await enqueueRollback(slot, release)
    } catch (error) {
      return finish(slot, `Rollback failed: ${refusalOf(error)}`)
    }
  })
}

/** Why the release is not rolled back; empty when its failed upgrade was already rolled back; null: it is rolled back. */
async function rollbackObstacle(row: ReleaseInRollout, release: ReleaseRow): Promise<string | null> {
  if (release.status === "UNINSTALLED") return "Not rolled back: the release is uninstalled."
  if (release.revision === row.revision) return null
  if (row.state === "FAILED" && (await lastRecordedRevision(release.id)).operationId === row.operationId)
    return ""
  return `Not rolled back: the release is at revision ${release.revision}, but the rollout created revision ${row.revision}.`
}

function finish({ release }: Slot, message: string): Start {
  const error = [release.error ?? "", message].filter((part) => part !== "").join(" ")
  return { isRollbackDone: true, error: error === "" ? null : error }
}

async function enqueueRollback({ rollout, release: row }: Slot, release: ReleaseRow): Promise<Start> {
  const reason = [`Rollout ${rollout.id} was rolled back`, rollout.stateReason ?? ""]
    .filter(Boolean)
    .join(": ")
  const { request } = await planRollback(release, {
    targetRevision: row.fromRevision ?? 0,
    reason,
    forceConflicts: false,
  })
  const actor = limitedActorOf(rollout, rollout.rollbackBy, release.tenantId)
  const { operationId: rollbackOperationId } = await enqueuePlanned(actor, release, request, rollout.id)
  return { state: "RUNNING", rollbackOperationId, finishedAt: null }
}

/**
 * Runs `start` with the rollout locked, if a slot is free, and records and publishes its result. False: it has to wait;
 * null: the release must be planned again.
 */
function inSlot(
  rolloutId: string,
  releaseId: string,
  start: (slot: Slot) => Promise<Start | null>,
): Promise<boolean | null> {
  return transaction(async () => {
    if (!(await lockRollout(rolloutId))) return false
    const rollout = await db().rollout.findUniqueOrThrow({ where: { id: rolloutId }, include: withWaves })
    const where = { rolloutId_releaseId: { rolloutId, releaseId } }
    const release = await db().rolloutRelease.findUnique({ where })
    const running = await db().rolloutRelease.count({ where: { rolloutId, state: "RUNNING" } })
    if (release === null || freeSlots(rollout.concurrency, running) === 0) return false
    const data = await start({ rollout, release })
    if (data === null) return null
    if (data === "not now") return false
    await db().rolloutRelease.update({ where, data })
    await publishRolloutUpdate(rolloutId)
    return true
  })
}

/** The message of a conflict or validation error, which concerns only the release; other errors are rethrown. */
function refusalOf(error: unknown): string {
  if (error instanceof DomainError && (error.kind === "conflict" || error.kind === "invalid"))
    return error.message
  throw error
}
