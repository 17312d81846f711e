import type { Actor } from "@/lib/identity/auth/actor"
import { db } from "@/lib/platform/db/transaction"
import { changeRollout } from "./change-rollout"
import type { ChangeRollout, RolloutDetail } from "./schema"
import { skipRemaining } from "./skip-remaining"

/** Aborts a rollout: releases not started yet are skipped, running upgrades finish. */
export function abortRollout(
  actor: Actor,
  id: string,
  asked: ChangeRollout,
  ifMatch: string | null = null,
): Promise<RolloutDetail> {
  return changeRollout(actor, id, "abort", { ...asked, ifMatch }, async () => {
    await skipRemaining(actor, id, "The rollout was aborted.")
    await db().rollout.update({ where: { id }, data: { state: "ABORTED", finishedAt: new Date() } })
  })
}
