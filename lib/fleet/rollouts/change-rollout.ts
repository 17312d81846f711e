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
 * Brings a rollout into another state by somebody's wish: with its row locked, its state allowing it, and `change` for
 * what goes with it; audited, announced and advanced. 404, 403 for tenants beyond the caller's, 409 by the state, 412.
 */
export async function changeRollout(
  actor: Actor,
  id: string,
  action: RolloutAction,
  { reason, ifMatch }: ChangeRollout & { ifMatch: string | null },
  change: (row: RolloutRow) => Promise<void>,
): Promise<RolloutDetail> {
  // All of it is compared before the row is locked, for a large one keeps everybody waiting.
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

/** Throws a 412 where it changed between being compared and being locked. */
async function requireStill(
  actor: Actor,
  row: RolloutRow,
  { updatedAt, changes }: RolloutDetail,
): Promise<void> {
  if (toInstant(row.updatedAt) === updatedAt && (await lastChange(actor, row.id)) === changes) return
  throw changedSince("This rollout")
}
