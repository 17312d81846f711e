import type { AuditAction } from "@/lib/identity/audit/actions"
import { appendAudit } from "@/lib/identity/audit/append-audit"
import type { Actor } from "@/lib/identity/auth/actor"
import { Prisma } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { publishEvent } from "@/lib/platform/events/publish-event"
import { findDeployment, updateLocked } from "./find-deployment"
import { type DeploymentUpdate, planUpdate } from "./plan-update"
import { noteVersion, recomputeLaneFacts, recomputeVersion } from "./recompute-lane-facts"
import type { Deployment, UpdateDeployment } from "./schema"
import { hasReached } from "./status-transitions"
import { type DeploymentWithEnvironment, toDeployment } from "./to-deployment"

/** Updates a deployment in the caller's transaction, which must hold the lane lock. No change writes nothing. */
export async function applyDeploymentUpdate(
  actor: Actor,
  stored: DeploymentWithEnvironment,
  update: DeploymentUpdate,
): Promise<Deployment> {
  const { serviceVersions, ...changed } = planUpdate(actor, stored, update, new Date())
  const fields = [...Object.keys(changed), ...(serviceVersions === undefined ? [] : ["serviceVersions"])]
  if (fields.length === 0) return toDeployment(stored)
  const data = { ...changed, serviceVersions: serviceVersions === null ? Prisma.DbNull : serviceVersions }
  const isRolledBack = changed.status === "ROLLED_BACK"
  return store(actor, stored, data, isRolledBack ? "deployment.rolled_back" : "deployment.updated", {
    fields,
  })
}

/** Writes a change, recomputes what depends on the record's position in its lane, and audits and publishes it. */
async function store(
  actor: Actor,
  before: DeploymentWithEnvironment,
  data: Prisma.DeploymentUncheckedUpdateInput,
  action: AuditAction,
  detail: Record<string, unknown>,
): Promise<Deployment> {
  const { id } = before
  const after = await db().deployment.update({
    where: { id },
    data: { ...data, updatedAt: new Date(), version: { increment: 1 } },
    include: { environment: true },
  })
  const recomputed = await recomputeAfter(before, after)
  await appendAudit(actor, action, id, { ...detail, before: before.status, after: after.status })
  await publishEvent("deployment.updated", id)
  return toDeployment(recomputed)
}

/** Recomputes what depends on the record's position in its lane; returns the record with its updated facts. */
async function recomputeAfter(
  before: DeploymentWithEnvironment,
  after: DeploymentWithEnvironment,
): Promise<DeploymentWithEnvironment> {
  const isMoved = before.deployedAt.getTime() !== after.deployedAt.getTime()
  const reachedBefore = hasReached(before)
  const reachedAfter = hasReached(after)
  const hasLeft = reachedBefore && !reachedAfter
  const hasArrived = !reachedBefore && reachedAfter
  if (!isMoved && !hasArrived && !hasLeft) return after
  const positions = isMoved && reachedBefore ? [before, after] : [after]
  await recomputeLaneFacts(after, {
    positions,
    imageTag: reachedBefore || reachedAfter ? after.imageTag : null,
  })
  if (hasArrived) await noteVersion(after.application, after.imageTag, after.deployedAt)
  else if (reachedAfter || hasLeft) await recomputeVersion(after.application, after.imageTag)
  return db().deployment.findUniqueOrThrow({ where: { id: after.id }, include: { environment: true } })
}

export async function updateDeployment(
  actor: Actor,
  id: string,
  change: UpdateDeployment,
  ifMatch: string | null = null,
): Promise<Deployment> {
  return updateLocked(
    () => findDeployment(actor, id),
    ifMatch,
    (stored) => applyDeploymentUpdate(actor, stored, change),
  )
}

/** Removes a rollback mark: the record returns to its previous state. A record without a mark is returned unchanged. */
export async function unmarkRollback(
  actor: Actor,
  id: string,
  ifMatch: string | null = null,
): Promise<Deployment> {
  const find = () => findDeployment(actor, id)
  return updateLocked(find, ifMatch, async (stored) => {
    if (stored.status !== "ROLLED_BACK") return toDeployment(stored)
    const status = stored.statusBeforeRollback ?? "DEPLOYED"
    const unmarked = {
      status,
      ...(status === "PENDING" && { completedAt: null }),
      statusBeforeRollback: null,
      rolledBackAt: null,
      rolledBackBy: null,
      rollbackReason: null,
    }
    const { rolledBackAt, rolledBackBy, rollbackReason } = toDeployment(stored)
    const mark = { rolledBackAt, rolledBackBy, rollbackReason }
    return store(actor, stored, unmarked, "deployment.rollback_undone", mark)
  })
}
