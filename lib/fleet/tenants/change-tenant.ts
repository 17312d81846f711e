import { isDeepStrictEqual } from "node:util"
import { appendAudit } from "@/lib/identity/audit/append-audit"
import { type Actor, requireScope } from "@/lib/identity/auth/actor"
import { chooseCluster } from "@/lib/kube/cluster/read-clusters"
import { check, collectFaults } from "@/lib/platform/collect-faults"
import { isUniqueViolation } from "@/lib/platform/db/database-errors"
import { db, transaction } from "@/lib/platform/db/transaction"
import { DomainError } from "@/lib/platform/errors"
import { requireMatch } from "@/lib/platform/etag"
import { publishEvent } from "@/lib/platform/events/publish-event"
import { formatQuantity } from "@/lib/platform/format"
import { refuseContradiction, requireFreeLocation } from "./claim-location"
import { findTenant } from "./find-tenant"
import { toTenant } from "./get-tenant"
import type { ChangeTenant, Tenant } from "./schema"

/**
 * Updates a tenant, found by id or slug. Its releases stay assigned when it is renamed. 409: a name is taken, or the tenant
 * would move while releases are installed. `ifMatch` is the ETag the caller has seen; a 412 when it has changed.
 */
export async function changeTenant(
  actor: Actor,
  idOrSlug: string,
  change: ChangeTenant,
  ifMatch: string | null = null,
): Promise<Tenant> {
  requireScope(actor, "admin")
  const known = toTenant(await findTenant(actor, idOrSlug))
  await collectFaults([
    change.cluster === undefined ? null : chooseCluster(change.cluster),
    check(() => refuseContradiction({ ...known, ...change })),
  ])
  return transaction(async () => {
    const { id } = await findTenant(actor, idOrSlug)
    // Installs lock the row too, so that nothing is installed while the tenant moves.
    await db().$queryRaw`SELECT 1 FROM tenant WHERE id = ${id}::uuid FOR UPDATE`
    const before = toTenant(await findTenant(actor, id))
    requireMatch(ifMatch, before, "This tenant")
    const wanted = { ...before, ...change }
    if (isDeepStrictEqual(before, wanted)) return before
    refuseContradiction(wanted)
    requireMayMove(before, wanted)
    await requireFreeLocation(wanted, id)
    await db().tenant.update({ where: { id }, data: settings(wanted) })
    const after = toTenant(await findTenant(actor, id))
    await appendAudit(actor, {
      action: "tenant.changed",
      subjectType: "tenant",
      subjectId: id,
      detail: { before: settings(before), after: settings(after) },
    })
    await publishEvent("tenant.updated", id)
    return after
  }).catch((error: unknown) => {
    if (!isUniqueViolation(error)) throw error
    throw new DomainError("conflict", "The slug or the namespace is already in use by another tenant.", {
      code: change.namespace === undefined && change.cluster === undefined ? "slug_taken" : "namespace_taken",
    })
  })
}

function requireMayMove(before: Tenant, wanted: Tenant): void {
  if (before.namespace === wanted.namespace && before.cluster === wanted.cluster) return
  if (before.clusterScoped) {
    throw new DomainError(
      "conflict",
      "A tenant with cluster-scoped charts cannot be moved. Set clusterScoped to false first.",
      {
        code: "tenant_in_use",
      },
    )
  }
  if (before.releases === 0) return
  throw new DomainError(
    "conflict",
    `${formatQuantity(before.releases, "release runs", "releases run")} in ${before.namespace} of ${before.cluster}. Uninstall first, then move the tenant.`,
    { code: "tenant_in_use" },
  )
}

function settings(tenant: Tenant) {
  const { slug, name, namespace, tags, cluster, status, clusterScoped, isolated } = tenant
  return { slug, name, namespace, tags, cluster, status, clusterScoped, isolated }
}
