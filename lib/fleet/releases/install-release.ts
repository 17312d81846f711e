import { v7 as uuidv7 } from "uuid"
import { enqueueOperation, type ReleaseTarget } from "@/lib/fleet/operations/enqueue-operation"
import { appendAudit } from "@/lib/identity/audit/append-audit"
import type { Actor } from "@/lib/identity/auth/actor"
import { isUniqueViolation } from "@/lib/platform/db/database-errors"
import { db, transaction } from "@/lib/platform/db/transaction"
import { DomainError } from "@/lib/platform/errors"
import { publishEvent } from "@/lib/platform/events/publish-event"
import { findRelease } from "./find-release"
import { type InstallPlan, lockActiveTenant, lockTenantLocation, planInstall } from "./plan-install"
import { requireAsPreviewed } from "./preview-digest"
import { previewedInstall } from "./previewed-change"
import type { InstallRelease, Release } from "./schema"
import { sealValues } from "./sealed-values"
import { toRelease } from "./to-release"

export type Accepted = { release: Release; operationId: string }

/** Enqueues an install: creates the release in PENDING_INSTALL and its operation, or throws and creates neither. */
export async function installRelease(actor: Actor, asked: InstallRelease): Promise<Accepted> {
  const plan = await planInstall(actor, asked)
  requireAsPreviewed(asked.previewDigest, previewedInstall(plan.place, plan.request, asked))
  try {
    return await transaction(async () => {
      await lockActiveTenant(plan.place)
      await lockTenantLocation(plan.place)
      await freeReleaseName(actor, plan.place)
      const releaseId = await createRow(actor, plan)
      const { place, request } = plan
      const { id: operationId } = await enqueueOperation(actor, {
        ...place,
        releaseId,
        kind: "INSTALL",
        request,
      })
      await appendAudit(actor, {
        action: "release.install_requested",
        subjectType: "release",
        subjectId: releaseId,
        detail: auditDetail(plan, operationId),
      })
      await publishEvent({ type: "release.updated", releaseId })
      return { release: toRelease(await findRelease(actor, releaseId)), operationId }
    })
  } catch (error) {
    // A concurrent install of the same name committed first.
    if (isUniqueViolation(error)) throw nameTaken(plan.place)
    throw error
  }
}

/** Frees the name of a release without resources in the cluster, because its failed install was rolled back. */
export async function freeReleaseName(actor: Actor, place: ReleaseTarget): Promise<void> {
  const { tenantId, cluster, namespace, releaseName } = place
  const [holder] = await db().$queryRaw<{ id: string; status: string; inCluster: boolean }[]>`
    SELECT id, status::text AS status, in_cluster AS "inCluster" FROM helm_release
    WHERE cluster = ${cluster} AND namespace = ${namespace} AND release_name = ${releaseName}
      AND status <> 'UNINSTALLED' FOR UPDATE`
  if (holder === undefined) return
  if (holder.status !== "FAILED" || holder.inCluster) throw nameTaken(place)
  const reason = "Its failed install was rolled back; the name was reused by another install."
  await db().release.update({
    where: { id: holder.id },
    data: {
      status: "UNINSTALLED",
      uninstalledAt: new Date(),
      uninstallReason: reason,
    },
  })
  await appendAudit(actor, {
    action: "release.name_freed",
    subjectType: "release",
    subjectId: holder.id,
    detail: { tenantId, releaseName, namespace, reason },
  })
  await publishEvent({ type: "release.updated", releaseId: holder.id })
}

function nameTaken({ releaseName, namespace }: ReleaseTarget): DomainError {
  return new DomainError(
    "conflict",
    `A release ${releaseName} already exists in ${namespace}. Upgrade it, uninstall it, or choose another name.`,
    { code: "release_name_taken" },
  )
}

async function createRow(actor: Actor, { place, request, maskedValues }: InstallPlan): Promise<string> {
  const { id } = await db().release.create({
    data: {
      id: uuidv7(),
      ...place,
      repository: request.repository,
      chartName: request.chartName,
      chartVersion: request.chartVersion,
      appVersion: request.appVersion,
      sealedValues: sealValues(request.values),
      sealedMasked: sealValues(maskedValues),
      status: "PENDING_INSTALL",
      timeoutSeconds: request.timeoutSeconds,
      atomic: request.atomic,
      waitForJobs: request.waitForJobs,
      description: request.description,
      createdBy: actor.name,
    },
  })
  return id
}

function auditDetail({ place, request }: InstallPlan, operationId: string): Record<string, unknown> {
  const { values: _secret, kind: _kind, ...rest } = request
  return {
    operationId,
    tenantId: place.tenantId,
    releaseName: place.releaseName,
    namespace: place.namespace,
    ...rest,
  }
}
