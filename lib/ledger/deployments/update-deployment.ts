import { appendAudit } from "@/lib/identity/audit/append-audit"
import type { Actor } from "@/lib/identity/auth/actor"
import { Prisma } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { publishEvent } from "@/lib/platform/events/publish-event"
import { noteVersion, noteVersionAgain } from "./note-version"
import { type DeploymentUpdate, planUpdate } from "./plan-update"
import { recomputeLaneFacts } from "./recompute-lane-facts"
import type { Deployment } from "./schema"
import { hasReached } from "./status-transitions"
import { type DeploymentWithEnvironment, toDeployment } from "./to-deployment"

/**
 * Updates a stored deployment and the affected facts of its lane, in the caller's transaction, which must hold the lane
 * lock. An update without changes writes nothing.
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
  const recomputed = await recomputeAfter(known, row)
  await appendAudit(actor, {
    action:
      row.status === "ROLLED_BACK" && known.status !== row.status
        ? "deployment.rolled-back"
        : "deployment.updated",
    subjectType: "deployment",
    subjectId: row.id,
    detail: { fields, before: known.status, after: row.status },
  })
  await publishEvent({ type: "deployment.updated", deploymentId: row.id })
  return toDeployment(recomputed)
}

/** Recomputes what depends on the record's position in its lane; returns the record with its updated facts. */
export async function recomputeAfter(
  before: DeploymentWithEnvironment,
  after: DeploymentWithEnvironment,
): Promise<DeploymentWithEnvironment> {
  const moved = before.deployedAt.getTime() !== after.deployedAt.getTime()
  const [reachedBefore, reachedAfter] = [hasReached(before), hasReached(after)]
  const left = reachedBefore && !reachedAfter
  const arrived = !reachedBefore && reachedAfter
  if (!moved && !arrived && !left) return after
  const places = moved && reachedBefore ? [before, after] : [after]
  await recomputeLaneFacts(after, { places, imageTag: reachedBefore || reachedAfter ? after.imageTag : null })
  if (arrived) await noteVersion(after.application, after.imageTag, after.deployedAt)
  else if (reachedAfter || left) await noteVersionAgain(after.application, after.imageTag)
  return db().deployment.findUniqueOrThrow({ where: { id: after.id }, include: { environment: true } })
}
