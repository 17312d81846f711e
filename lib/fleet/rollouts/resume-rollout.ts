import { addJob } from "@/lib/fleet/operations/add-job"
import type { Actor } from "@/lib/identity/auth/actor"
import { db } from "@/lib/platform/db/transaction"
import { changeRollout } from "./change-rollout"
import type { ChangeRollout, RolloutDetail } from "./schema"

/** Resumes a paused rollout; the failure count starts again at zero. */
export function resumeRollout(
  actor: Actor,
  id: string,
  asked: ChangeRollout,
  ifMatch: string | null = null,
): Promise<RolloutDetail> {
  return changeRollout(actor, id, "resume", { ...asked, ifMatch }, async () => {
    await db().rollout.update({ where: { id }, data: { state: "RUNNING", failures: 0 } })
    // Their jobs ended without effect while the rollout was paused.
    const queued = await db().operation.findMany({
      where: { rolloutId: id, state: "QUEUED" },
      select: { id: true },
    })
    for (const operation of queued) await addJob(operation.id, { inBulk: true, isPreview: false })
  })
}
