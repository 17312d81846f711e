import { z } from "zod"
import type { AuditAction } from "@/lib/identity/audit/actions"
import { appendAudit } from "@/lib/identity/audit/append-audit"
import type { Actor } from "@/lib/identity/auth/actor"
import { apiObject } from "@/lib/platform/api-object"
import { Prisma } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { publishEvent } from "@/lib/platform/events/publish-event"
import { type FoundDeployment, findDeployment, findWithAnnulled, updateLocked } from "./find-deployment"
import { deleteEmptyLanes } from "./lane-sql"
import { noteVersion, recomputeLaneFacts, recomputeVersion } from "./recompute-lane-facts"
import type { Deployment } from "./schema"
import { hasReached } from "./status-transitions"
import { toDeployment } from "./to-deployment"

export const annulDeploymentSchema = apiObject("AnnulDeployment", {
  reason: z
    .string()
    .trim()
    .min(1, "Give a reason for annulling this record.")
    .max(10_000, "At most 10,000 characters."),
})

/**
 * Excludes a record from all metrics, lists and current state. The record and the reason move to a separate table and
 * can be restored. An already annulled record is returned unchanged. `ifMatch` is the ETag the caller last saw.
 */
export async function annulDeployment(
  actor: Actor,
  id: string,
  reason: string,
  ifMatch: string | null = null,
): Promise<Deployment> {
  const find = () => findWithAnnulled(actor, id)
  return updateLocked(find, ifMatch, async (stored) => {
    if (stored.annulledAt !== null) return toDeployment(stored)
    const { environment, ...row } = stored
    const annulment = { annulledAt: new Date(), annulledBy: actor.name, annulReason: reason }
    await db().deployment.delete({ where: { id } })
    await db().annulledDeployment.create({ data: { ...dataOf(row), ...annulment } })
    await recomputeAround(stored, { isRestored: false })
    await publish(actor, stored, "deployment.annulled", { reason })
    return toDeployment({ ...row, ...annulment, environment })
  })
}

/** Restores an annulled record unchanged. A record that is not annulled is returned as it is. */
export async function restoreDeployment(
  actor: Actor,
  id: string,
  ifMatch: string | null = null,
): Promise<Deployment> {
  const find = () => findWithAnnulled(actor, id)
  return updateLocked(find, ifMatch, async (stored) => {
    const { environment: _environment, annulledAt, annulledBy: _by, annulReason, ...row } = stored
    if (annulledAt === null) return toDeployment(stored)
    await db().annulledDeployment.delete({ where: { id } })
    await db().deployment.create({ data: dataOf(row) })
    await recomputeAround(stored, { isRestored: true })
    await publish(actor, stored, "deployment.restored", { annulReason })
    return toDeployment(await findDeployment(actor, id))
  })
}

type Row = Omit<FoundDeployment, "environment" | "annulledAt" | "annulledBy" | "annulReason">

function dataOf({ serviceVersions, ...row }: Row) {
  return { ...row, serviceVersions: serviceVersions ?? Prisma.DbNull }
}

/** Recomputes the lane's facts, the first arrival of the tag, and whether the application was ever deployed there. */
async function recomputeAround(record: Row, { isRestored }: { isRestored: boolean }): Promise<void> {
  const { application, imageTag, deployedAt } = record
  const reached = hasReached(record)
  await recomputeLaneFacts(record, { positions: [record], imageTag: reached ? imageTag : null })
  if (reached && isRestored) await noteVersion(application, imageTag, deployedAt)
  if (reached && !isRestored) await recomputeVersion(application, imageTag)
  if (!isRestored) await deleteEmptyLanes([record])
}

async function publish(
  actor: Actor,
  stored: FoundDeployment,
  action: AuditAction,
  detail: Record<string, unknown>,
): Promise<void> {
  const { application, imageTag, status } = stored
  const subject = { application, environment: stored.environment.name, imageTag, status }
  await appendAudit(actor, action, stored.id, { ...subject, ...detail })
  await publishEvent("deployment.updated", stored.id)
}
