import { appendAudit } from "@/lib/audit/append-audit"
import type { Actor } from "@/lib/auth/actor"
import { Prisma } from "@/lib/db/generated/client"
import { db } from "@/lib/db/transaction"
import { announce } from "@/lib/events/announce"
import { noteVersion } from "./note-version"
import { type DeploymentUpdate, planUpdate } from "./plan-update"
import type { Deployment } from "./schema"
import { settleLanes } from "./settle-lanes"
import { settleNewestArrival } from "./settle-newest-arrival"
import { reached } from "./status-transitions"
import { type DeploymentWithEnvironment, toDeployment } from "./to-deployment"

/**
 * Changes a stored deployment and whatever its lane makes of that, in the caller's transaction, which must hold the
 * lane. A change of nothing writes nothing.
 */
export async function updateDeployment(
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
  await settleAfter(known, row)
  await appendAudit(actor, {
    action:
      row.status === "ROLLED_BACK" && known.status !== row.status
        ? "deployment.rolled-back"
        : "deployment.updated",
    subjectType: "deployment",
    subjectId: row.id,
    detail: { fields, before: known.status, after: row.status },
  })
  await announce({ type: "deployment.updated", deploymentId: row.id, environmentId: row.environmentId })
  const settled = await db().deployment.findUniqueOrThrow({
    where: { id: row.id },
    include: { environment: true },
  })
  return toDeployment(settled)
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
