import { enqueueJob, enqueueRolloutJob } from "@/lib/fleet/operations/enqueue-job"
import { requesterOf } from "@/lib/fleet/operations/requester"
import { cancelOperation } from "@/lib/fleet/releases/cancel-operation"
import type { AuditVerb } from "@/lib/identity/audit/actions"
import { appendAudit } from "@/lib/identity/audit/append-audit"
import type { Actor } from "@/lib/identity/auth/actor"
import type { Prisma } from "@/lib/platform/db/generated/client"
import { db, transaction } from "@/lib/platform/db/transaction"
import { conflict } from "@/lib/platform/errors"
import { changedSince, requireMatch } from "@/lib/platform/etag"
import { publishEvent } from "@/lib/platform/events/publish-event"
import { toInstant } from "@/lib/platform/instant"
import {
  findRollout,
  lockRollout,
  quarantineOfTarget,
  type RolloutRow,
  requireAllTenantsVisible,
} from "./find-rollout"
import { getRollout, lastChange } from "./get-rollout"
import { requireAction } from "./rollout-rules"
import type { ControlRollout, RolloutAction, RolloutDetail } from "./schema"

/**
 * Pauses, resumes, aborts or rolls back a rollout: locks its row, checks that the state allows it, and changes, audits,
 * publishes and advances it. 404, 403 for tenants beyond the caller's limit, 409 by the state, 412.
 */
export async function controlRollout(
  actor: Actor,
  id: string,
  action: RolloutAction,
  { reason }: ControlRollout,
  ifMatch: string | null = null,
): Promise<RolloutDetail> {
  // The full comparison runs before the row is locked, as a large rollout would block others for long.
  const before = ifMatch === null ? null : await getRollout(actor, id)
  if (before !== null) requireMatch(ifMatch, before, "This rollout")
  return transaction(async () => {
    await findRollout(actor, id)
    await requireAllTenantsVisible(actor, id)
    await lockRollout(id)
    const row = await findRollout(actor, id)
    if (before !== null) await requireUnchanged(actor, row, before)
    requireAction(row.state, action)
    const { auditVerb, prepare } = effects[action]
    await db().rollout.update({
      where: { id },
      data: {
        ...(await prepare(actor, id)),
        stateReason: reason ?? null,
        stateReleases: [],
        stateBy: actor.name,
      },
    })
    await appendAudit(actor, `rollout.${auditVerb}`, id, { from: row.state, reason: reason ?? null })
    await publishEvent("rollout.updated", id)
    await enqueueRolloutJob(id)
    return getRollout(actor, id)
  })
}

/** Throws a 412 when the rollout changed between the comparison and the lock. */
async function requireUnchanged(
  actor: Actor,
  row: RolloutRow,
  { updatedAt, changes: seenChanges }: RolloutDetail,
): Promise<void> {
  if (toInstant(row.updatedAt) === updatedAt && (await lastChange(actor, row.id)) === seenChanges) return
  throw changedSince("This rollout")
}

type Change = {
  auditVerb: AuditVerb<"rollout">
  /** Changes the releases and returns the new state, with the rollout locked. */
  prepare: (actor: Actor, id: string) => Promise<Prisma.RolloutUpdateInput>
}

const effects: Record<RolloutAction, Change> = {
  // Nothing new starts until it is resumed, including queued operations. Running upgrades finish.
  pause: { auditVerb: "paused", prepare: async () => ({ state: "PAUSED" }) },
  resume: { auditVerb: "resumed", prepare: resume },
  abort: {
    auditVerb: "aborted",
    prepare: async (actor, id) => {
      await skipRemaining(actor, id, "The rollout was aborted.")
      return { state: "ABORTED", finishedAt: new Date() }
    },
  },
  rollback: {
    auditVerb: "rollback_requested",
    prepare: async (actor, id) => {
      await skipRemaining(actor, id, "The rollout was rolled back.")
      return { state: "ROLLING_BACK", finishedAt: null, rollbackBy: requesterOf(actor) }
    },
  },
}

/** The failure count starts again at zero. 409 while the target is quarantined, which would pause it again. */
async function resume(actor: Actor, rolloutId: string): Promise<Prisma.RolloutUpdateInput> {
  const quarantine = await quarantineOfTarget(await findRollout(actor, rolloutId))
  if (quarantine !== null)
    throw conflict(`${quarantine} Abort the rollout, or lift the quarantine.`, "version_quarantined")
  // Their jobs ended without effect while the rollout was paused.
  const queued = await db().operation.findMany({
    where: { rolloutId, state: "QUEUED" },
    select: { id: true },
  })
  for (const operation of queued) await enqueueJob(operation.id, { inBulk: true, isPreview: false })
  return { state: "RUNNING", failures: 0 }
}

/** Skips every release whose upgrade has not started, and cancels queued operations. */
async function skipRemaining(actor: Actor, rolloutId: string, skipDetail: string): Promise<void> {
  const finishedAt = new Date()
  const skipped = { state: "SKIPPED", skipReason: "aborted", skipDetail, waitsFor: null, finishedAt } as const
  await db().rolloutRelease.updateMany({ where: { rolloutId, state: "PENDING" }, data: skipped })
  // Locked before they are cancelled, so that none starts in between and would be interrupted.
  const queued = await db().$queryRaw<{ id: string; releaseId: string }[]>`
    SELECT o.id, o.release_id AS "releaseId" FROM rollout_release x JOIN operation o ON o.id = x.operation_id
    WHERE x.rollout_id = ${rolloutId}::uuid AND x.state = 'RUNNING' AND x.rollback_operation_id IS NULL
      AND o.state = 'QUEUED'
    ORDER BY o.id FOR UPDATE OF o`
  for (const { id, releaseId } of queued) {
    await cancelOperation(actor, id)
    await db().rolloutRelease.update({
      where: { rolloutId_releaseId: { rolloutId, releaseId } },
      data: { ...skipped, operationId: null, fromRevision: null, startedAt: null },
    })
  }
  await db().rolloutRelease.updateMany({
    where: { rolloutId, state: "SUCCEEDED", waitsFor: { not: null } },
    data: { waitsFor: null },
  })
  await db().rolloutWave.updateMany({
    where: { rolloutId, state: { not: "DONE" } },
    data: { state: "DONE", finishedAt, bakeUntil: null },
  })
}
