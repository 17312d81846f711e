import { addRolloutJob } from "@/lib/fleet/operations/add-job"
import { appendAudit } from "@/lib/identity/audit/append-audit"
import type { Actor } from "@/lib/identity/auth/actor"
import { db, transaction } from "@/lib/platform/db/transaction"
import { changedSince, requireMatch } from "@/lib/platform/etag"
import { publishEvent } from "@/lib/platform/events/publish-event"
import { toInstant } from "@/lib/platform/instant"
import { findRollout, lockRollout, requireWhole } from "./find-rollout"
import { getRollout } from "./get-rollout"
import { lastChange } from "./read-releases"
import { type RolloutAction, requireAction } from "./rollout-states"
import type { ChangeRollout, RolloutDetail } from "./schema"
import type { RolloutRow } from "./to-rollout"

const auditVerb: Record<RolloutAction, string> = {
  pause: "paused",
  resume: "resumed",
  abort: "aborted",
  rollback: "rollback_requested",
}

/**
 * Changes the state of a rollout on a user's request: locks its row, checks that the state allows it, runs `change`, and
 * audits, publishes and advances it. 404, 403 for tenants beyond the caller's limit, 409 by the state, 412.
 */
export async function changeRollout(
  actor: Actor,
  id: string,
  action: RolloutAction,
  { reason, ifMatch }: ChangeRollout & { ifMatch: string | null },
  change: (row: RolloutRow) => Promise<void>,
): Promise<RolloutDetail> {
  // The full comparison runs before the row is locked, as a large rollout would block others for long.
  const seen = ifMatch === null ? null : await getRollout(actor, id)
  if (seen !== null) requireMatch(ifMatch, seen, "This rollout")
  return transaction(async () => {
    await findRollout(actor, id)
    await requireWhole(actor, id)
    await lockRollout(id)
    const row = await findRollout(actor, id)
    if (seen !== null) await requireStill(actor, row, seen)
    requireAction(row.state, action)
    await db().rollout.update({
      where: { id },
      data: { stateReason: reason ?? null, stateReleases: [], stateBy: actor.name },
    })
    await change(row)
    await appendAudit(actor, {
      action: `rollout.${auditVerb[action]}`,
      subjectType: "rollout",
      subjectId: id,
      detail: { from: row.state, reason: reason ?? null },
    })
    await publishEvent({ type: "rollout.updated", rolloutId: id })
    await addRolloutJob(id)
    return getRollout(actor, id)
  })
}

/** Throws a 412 when the rollout changed between the comparison and the lock. */
async function requireStill(
  actor: Actor,
  row: RolloutRow,
  { updatedAt, changes }: RolloutDetail,
): Promise<void> {
  if (toInstant(row.updatedAt) === updatedAt && (await lastChange(actor, row.id)) === changes) return
  throw changedSince("This rollout")
}
