import type { Actor } from "@/lib/identity/auth/actor"
import { db } from "@/lib/platform/db/transaction"
import { changeRollout } from "./change-rollout"
import type { ChangeRollout, RolloutDetail } from "./schema"

/** Pauses a rollout: nothing new starts until it is resumed, including queued operations. Running upgrades finish. */
export function pauseRollout(
  actor: Actor,
  id: string,
  asked: ChangeRollout,
  ifMatch: string | null = null,
): Promise<RolloutDetail> {
  return changeRollout(actor, id, "pause", { ...asked, ifMatch }, async () => {
    await db().rollout.update({ where: { id }, data: { state: "PAUSED" } })
  })
}
