import { requesterOf } from "@/lib/fleet/operations/requester"
import type { Actor } from "@/lib/identity/auth/actor"
import { db } from "@/lib/platform/db/transaction"
import { changeRollout } from "./change-rollout"
import type { ChangeRollout, RolloutDetail } from "./schema"
import { skipRemaining } from "./skip-remaining"

/** Rolls back a rollout: releases not started yet are skipped, and each changed release returns to its previous revision. */
export function rollBackRollout(
  actor: Actor,
  id: string,
  asked: ChangeRollout,
  ifMatch: string | null = null,
): Promise<RolloutDetail> {
  return changeRollout(actor, id, "rollback", { ...asked, ifMatch }, async () => {
    await skipRemaining(actor, id, "The rollout was rolled back.")
    await db().rollout.update({
      where: { id },
      data: { state: "ROLLING_BACK", finishedAt: null, rollbackBy: requesterOf(actor) },
    })
  })
}
