import { appendAudit } from "@/lib/audit/append-audit"
import type { Actor } from "@/lib/auth/actor"
import { Prisma } from "@/lib/db/generated/client"
import { db } from "@/lib/db/transaction"
import { announce } from "@/lib/events/announce"
import { requireOrderlyTimes } from "./deployment-times"
import { noteVersion } from "./note-version"
import type { ChangeDeployment, Deployment, DeploymentStatus } from "./schema"
import { settleLanes } from "./settle-lanes"
import { settleNewestArrival } from "./settle-newest-arrival"
import { finished, reached, requireTransition } from "./status-transitions"
import { type DeploymentWithEnvironment, toDeployment } from "./to-deployment"

/** Fields left undefined stay as they are; null empties. */
export type DeploymentUpdate = ChangeDeployment & {
  deployedAt?: Date
  initiatedBy?: string
  rolledBackAt?: Date
}

/**
 * Changes a stored deployment and whatever its lane makes of that, in the caller's transaction, which must hold the
 * lane. A change of nothing writes nothing.
 */
export async function updateDeployment(
  actor: Actor,
  known: DeploymentWithEnvironment,
  update: DeploymentUpdate,
): Promise<Deployment> {
  const status = update.status ?? known.status
  requireTransition(known.status, status)
  const changed = changedFields(known, { ...update, ...timesAfter(actor, known, status, update) })
  if (Object.keys(changed).length === 0) return toDeployment(known)
  const row = await db().deployment.update({
    where: { id: known.id },
    data: { ...changed, updatedAt: new Date(), version: { increment: 1 } },
    include: { environment: true },
  })
  await settleAfter(known, row)
  await appendAudit(actor, {
    action:
      status === "ROLLED_BACK" && known.status !== status ? "deployment.rolled-back" : "deployment.updated",
    subjectType: "deployment",
    subjectId: row.id,
    detail: { fields: Object.keys(changed), before: known.status, after: row.status },
  })
  await announce({ type: "deployment.updated", deploymentId: row.id, environmentId: row.environmentId })
  const settled = await db().deployment.findUniqueOrThrow({
    where: { id: row.id },
    include: { environment: true },
  })
  return toDeployment(settled)
}

/** The times and rollback marks that follow from the new status; throws a 422 where they contradict each other. */
function timesAfter(
  actor: Actor,
  known: DeploymentWithEnvironment,
  status: DeploymentStatus,
  update: DeploymentUpdate,
) {
  const now = new Date()
  const deployedAt = update.deployedAt ?? known.deployedAt
  const completesNow = !finished[known.status] && finished[status] && update.completedAt === undefined
  const completedAt = completesNow
    ? new Date(Math.max(now.getTime(), deployedAt.getTime()))
    : update.completedAt === undefined
      ? known.completedAt
      : update.completedAt
  requireOrderlyTimes({ status, deployedAt, completedAt }, now)
  const marks =
    status === "ROLLED_BACK" && known.status !== "ROLLED_BACK"
      ? { rolledBackAt: update.rolledBackAt ?? now, rolledBackBy: actor.name }
      : {}
  return { deployedAt, completedAt, ...marks }
}

function changedFields(
  known: DeploymentWithEnvironment,
  update: Record<string, unknown>,
): Prisma.DeploymentUpdateInput {
  const changed: Record<string, unknown> = {}
  for (const [field, value] of Object.entries(update)) {
    if (value === undefined || JSON.stringify(Reflect.get(known, field)) === JSON.stringify(value)) continue
    changed[field] = field === "serviceVersions" && value === null ? Prisma.DbNull : value
  }
  return changed
}

async function settleAfter(
  before: DeploymentWithEnvironment,
  after: DeploymentWithEnvironment,
): Promise<void> {
  const moved = before.deployedAt.getTime() !== after.deployedAt.getTime()
  const arrived = !reached[before.status] && reached[after.status]
  if (!moved && !arrived) return
  if (moved && reached[before.status]) await settleLanes([after])
  else await settleNewestArrival(after)
  if (reached[after.status]) await noteVersion(after.application, after.imageTag, after.deployedAt)
}
