import { appendAudit } from "@/lib/identity/audit/append-audit"
import type { Actor } from "@/lib/identity/auth/actor"
import { db, transaction } from "@/lib/platform/db/transaction"
import { requireMatch } from "@/lib/platform/etag"
import { publishEvent } from "@/lib/platform/events/publish-event"
import { findDeployment } from "./find-deployment"
import { lockLane } from "./lane"
import type { Deployment } from "./schema"
import { toDeployment } from "./to-deployment"
import { recomputeAfter } from "./update-deployment"

/** Removes a rollback mark: the record returns to its previous state. A record without a mark is returned unchanged. */
export async function unmarkRollback(
  actor: Actor,
  id: string,
  ifMatch: string | null = null,
): Promise<Deployment> {
  const lane = await findDeployment(actor, id)
  return transaction(async () => {
    await lockLane(lane)
    const known = await findDeployment(actor, id)
    requireMatch(ifMatch, toDeployment(known), "This deployment")
    if (known.status !== "ROLLED_BACK") return toDeployment(known)
    const status = known.statusBeforeRollback ?? "DEPLOYED"
    const row = await db().deployment.update({
      where: { id },
      data: {
        status,
        ...(status === "PENDING" && { completedAt: null }),
        statusBeforeRollback: null,
        rolledBackAt: null,
        rolledBackBy: null,
        rollbackReason: null,
        updatedAt: new Date(),
        version: { increment: 1 },
      },
      include: { environment: true },
    })
    const recomputed = await recomputeAfter(known, row)
    const { rolledBackAt, rolledBackBy, rollbackReason } = toDeployment(known)
    await appendAudit(actor, {
      action: "deployment.rollback-undone",
      subjectType: "deployment",
      subjectId: id,
      detail: { before: known.status, after: status, rolledBackAt, rolledBackBy, rollbackReason },
    })
    await publishEvent({ type: "deployment.updated", deploymentId: id })
    return toDeployment(recomputed)
  })
}
