import { isDeepStrictEqual } from "node:util"
import { v7 as uuidv7 } from "uuid"
import { appendAudit } from "@/lib/identity/audit/append-audit"
import { type Actor, requireScope } from "@/lib/identity/auth/actor"
import { chooseCluster } from "@/lib/kube/cluster/read-clusters"
import { check, collectFaults } from "@/lib/platform/collect-faults"
import { isUniqueViolation } from "@/lib/platform/db/database-errors"
import { db, transaction } from "@/lib/platform/db/transaction"
import { conflict, invalid } from "@/lib/platform/errors"
import { requireMatch } from "@/lib/platform/etag"
import { publishEvent } from "@/lib/platform/events/publish-event"
import { formatQuantity } from "@/lib/platform/format"
import { findTenant, withReleaseCount } from "./find-tenant"
import { toTenant } from "./list-tenants"
import type { CreateTenant, Tenant, UpdateTenant } from "./schema"

/**
 * Updates a tenant, found by id or slug. Its releases stay assigned when it is renamed. 409: a name is taken, or the tenant
 * would move while releases are installed. `ifMatch` is the ETag the caller has seen; a 412 when it has changed.
 */
export async function updateTenant(
  actor: Actor,
  idOrSlug: string,
  change: UpdateTenant,
  ifMatch: string | null = null,
): Promise<Tenant> {
  requireScope(actor, "admin")
  const current = toTenant(await findTenant(actor, idOrSlug))
  await collectFaults([
    change.cluster === undefined ? null : chooseCluster(change.cluster),
    check(() => rejectContradiction({ ...current, ...change })),
  ])
  return transaction(async () => {
    const { id } = await findTenant(actor, idOrSlug)
    // Installs lock the row too, so that nothing is installed while the tenant moves.
    await db().$queryRaw`SELECT 1 FROM tenant WHERE id = ${id}::uuid FOR UPDATE`
    const before = toTenant(await findTenant(actor, id))
    requireMatch(ifMatch, before, "This tenant")
    const changed = { ...before, ...change }
    if (isDeepStrictEqual(before, changed)) return before
    rejectContradiction(changed)
    requireMayMove(before, changed)
    await requireFreeLocation(changed, id)
    await db().tenant.update({ where: { id }, data: auditedFields(changed) })
    const after = toTenant(await findTenant(actor, id))
    await appendAudit(actor, "tenant.changed", id, {
      before: auditedFields(before),
      after: auditedFields(after),
    })
    await publishEvent("tenant.updated", id)
    return after
  }).catch((error: unknown) => rethrowAsTaken(error, { ...current, ...change }, current.id))
}

function requireMayMove(before: Tenant, changed: Tenant): void {
  if (before.namespace === changed.namespace && before.cluster === changed.cluster) return
  if (before.clusterScoped) {
    throw conflict(
      "A tenant with cluster-scoped charts cannot be moved. Set clusterScoped to false first.",
      "tenant_in_use",
    )
  }
  if (before.releases === 0) return
  throw conflict(
    `${formatQuantity(before.releases, "release runs", "releases run")} in ${before.namespace} of ${before.cluster}. Uninstall first, then move the tenant.`,
    "tenant_in_use",
  )
}

function auditedFields(tenant: Tenant) {
  const { slug, name, namespace, tags, cluster, status, clusterScoped, isolated } = tenant
  return { slug, name, namespace, tags, cluster, status, clusterScoped, isolated }
}

/** Creates a tenant. 409: the slug, or the namespace in its cluster, is taken. 422: unknown cluster. */
export async function createTenant(actor: Actor, input: CreateTenant): Promise<Tenant> {
  requireScope(actor, "admin")
  const { slug, name = slug, namespace = `tenant-${slug}` } = input
  const [cluster] = await collectFaults([
    chooseCluster(input.cluster),
    check(() => rejectContradiction(input)),
  ])
  const fields = { ...input, name, cluster, namespace }
  return transaction(async () => {
    await requireFreeLocation(fields, null)
    const row = await db().tenant.create({ data: { id: uuidv7(), ...fields }, include: withReleaseCount })
    await appendAudit(actor, "tenant.created", row.id, fields)
    await publishEvent("tenant.updated", row.id)
    return toTenant(row)
  }).catch((error: unknown) => rethrowAsTaken(error, fields, null))
}

type TenantLocation = { slug: string; cluster: string; namespace: string }

/** Throws a 409 that names the tenant with the slug or the namespace. */
async function requireFreeLocation(location: TenantLocation, tenantId: string | null): Promise<void> {
  const { slug, cluster, namespace } = location
  const owner = await db().tenant.findFirst({
    where: {
      OR: [{ slug }, { cluster, namespace }],
      NOT: tenantId === null ? undefined : { id: tenantId },
    },
  })
  if (owner === null) return
  if (owner.slug === slug) {
    throw conflict(`A tenant ${slug} already exists.`, "slug_taken")
  }
  throw conflict(
    `The namespace ${namespace} of the cluster ${cluster} belongs to the tenant ${owner.slug}.`,
    "namespace_taken",
  )
}

/** After a unique violation, a concurrent request took the location since the check: throws the 409 of the check. */
async function rethrowAsTaken(
  error: unknown,
  location: TenantLocation,
  tenantId: string | null,
): Promise<never> {
  if (isUniqueViolation(error)) await requireFreeLocation(location, tenantId)
  throw error
}

/** An isolated tenant is confined to its namespace, so its charts cannot have cluster-wide effects. */
function rejectContradiction(tenant: { clusterScoped: boolean; isolated: boolean }): void {
  if (!tenant.clusterScoped || !tenant.isolated) return
  throw invalid(
    "/clusterScoped",
    "A tenant cannot be both isolated and cluster-scoped. Set only one of the two.",
  )
}
