import { appendAudit } from "@/lib/identity/audit/append-audit"
import type { Actor } from "@/lib/identity/auth/actor"
import { Prisma } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { publishEvent } from "@/lib/platform/events/publish-event"
import { findDeployment, updateLocked } from "./find-deployment"
import { type DeploymentUpdate, planUpdate } from "./plan-update"
import { noteVersion, noteVersionAgain, recomputeLaneFacts } from "./recompute-lane-facts"
import type { Deployment, UpdateDeployment } from "./schema"
import { hasReached } from "./status-transitions"
import { type DeploymentWithEnvironment, toDeployment } from "./to-deployment"

/**
 * Updates a stored deployment and the affected facts of its lane, in the caller's transaction, which must hold the lane
 * lock. An update without changes writes nothing.
 */
export async function applyDeploymentUpdate(
  actor: Actor,
  known: DeploymentWithEnvironment,
  update: DeploymentUpdate,
): Promise<Deployment> {
  const { serviceVersions, ...changed } = planUpdate(actor, known, update, new Date())
  const fields = [...Object.keys(changed), ...(serviceVersions === undefined ? [] : ["serviceVersions"])]
  if (fields.length === 0) return toDeployment(known)
  const row = await db().deployment.update({
    where: { id: known.id },
    data: {
      ...changed,
      serviceVersions: serviceVersions === null ? Prisma.DbNull : serviceVersions,
      updatedAt: new Date(),
      version: { increment: 1 },
    },
    include: { environment: true },
  })
  const recomputed = await recomputeAfter(known, row)
  await appendAudit(
    actor,
    row.status === "ROLLED_BACK" && known.status !== row.status
      ? "deployment.rolled-back"
      : "deployment.updated",
    row.id,
    { fields, before: known.status, after: row.status },
  )
  await publishEvent("deployment.updated", row.id)
  return toDeployment(recomputed)
}

/** Recomputes what depends on the record's position in its lane; returns the record with its updated facts. */
async function recomputeAfter(
  before: DeploymentWithEnvironment,
  after: DeploymentWithEnvironment,
): Promise<DeploymentWithEnvironment> {
  const moved = before.deployedAt.getTime() !== after.deployedAt.getTime()
  const reachedBefore = hasReached(before)
  const reachedAfter = hasReached(after)
  const left = reachedBefore && !reachedAfter
  const arrived = !reachedBefore && reachedAfter
  if (!moved && !arrived && !left) return after
  const places = moved && reachedBefore ? [before, after] : [after]
  await recomputeLaneFacts(after, { places, imageTag: reachedBefore || reachedAfter ? after.imageTag : null })
  if (arrived) await noteVersion(after.application, after.imageTag, after.deployedAt)
  else if (reachedAfter || left) await noteVersionAgain(after.application, after.imageTag)
  return db().deployment.findUniqueOrThrow({ where: { id: after.id }, include: { environment: true } })
}

/** Completes or annotates a deployment. */
export async function updateDeployment(
  actor: Actor,
  id: string,
  change: UpdateDeployment,
  ifMatch: string | null = null,
): Promise<Deployment> {
  return updateLocked(
    () => findDeployment(actor, id),
    ifMatch,
    (known) => applyDeploymentUpdate(actor, known, change),
  )
}

/** Removes a rollback mark: the record returns to its previous state. A record without a mark is returned unchanged. */
export async function unmarkRollback(
  actor: Actor,
  id: string,
  ifMatch: string | null = null,
): Promise<Deployment> {
  const find = () => findDeployment(actor, id)
  return updateLocked(find, ifMatch, async (known) => {
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
    await appendAudit(actor, "deployment.rollback-undone", id, {
      before: known.status,
      after: status,
      rolledBackAt,
      rolledBackBy,
      rollbackReason,
    })
    await publishEvent("deployment.updated", id)
    return toDeployment(recomputed)
  })
}
