import { cancelOperation } from "@/lib/fleet/releases/cancel-operation"
import type { Actor } from "@/lib/identity/auth/actor"
import { db } from "@/lib/platform/db/transaction"

/**
 * Skips every release whose upgrade has not started, and cancels queued operations. The caller holds the lock of the
 * rollout.
 */
export async function skipRemaining(actor: Actor, rolloutId: string, detail: string): Promise<void> {
  const leftOut = {
    state: "SKIPPED" as const,
    skipReason: "aborted",
    skipDetail: detail,
    waitsFor: null,
    finishedAt: new Date(),
  }
  await db().rolloutRelease.updateMany({ where: { rolloutId, state: "PENDING" }, data: leftOut })
  for (const { id, releaseId } of await lockQueued(rolloutId)) {
    await cancelOperation(actor, id)
    await db().rolloutRelease.update({
      where: { rolloutId_releaseId: { rolloutId, releaseId } },
      data: { ...leftOut, operationId: null, fromRevision: null, startedAt: null },
    })
  }
  await db().rolloutRelease.updateMany({
    where: { rolloutId, state: "SUCCEEDED", waitsFor: { not: null } },
    data: { waitsFor: null },
  })
  await db().rolloutWave.updateMany({
    where: { rolloutId, state: { not: "DONE" } },
    data: { state: "DONE", finishedAt: new Date(), bakeUntil: null },
  })
}

/** Locked before they are cancelled, so that none starts in between and would be interrupted. */
function lockQueued(rolloutId: string): Promise<{ id: string; releaseId: string }[]> {
  return db().$queryRaw<{ id: string; releaseId: string }[]>`
    SELECT o.id, o.release_id AS "releaseId" FROM rollout_release x JOIN operation o ON o.id = x.operation_id
    WHERE x.rollout_id = ${rolloutId}::uuid AND x.state = 'RUNNING' AND x.rollback_operation_id IS NULL
      AND o.state = 'QUEUED'
    ORDER BY o.id FOR UPDATE OF o`
}
