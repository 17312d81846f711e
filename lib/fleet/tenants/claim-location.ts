import { isUniqueViolation } from "@/lib/platform/db/database-errors"
import { db } from "@/lib/platform/db/transaction"
import { DomainError, invalid } from "@/lib/platform/errors"

type TenantLocation = { slug: string; cluster: string; namespace: string }

/** Throws a 409 that names the tenant with the slug or the namespace. */
export async function requireFreeLocation(place: TenantLocation, tenantId: string | null): Promise<void> {
  const { slug, cluster, namespace } = place
  const taken = await db().tenant.findFirst({
    where: {
      OR: [{ slug }, { cluster, namespace }],
      NOT: tenantId === null ? undefined : { id: tenantId },
    },
  })
  if (taken === null) return
  if (taken.slug === slug) {
    throw new DomainError("conflict", `A tenant ${slug} already exists.`, { code: "slug_taken" })
  }
  throw new DomainError(
    "conflict",
    `The namespace ${namespace} of the cluster ${cluster} belongs to the tenant ${taken.slug}.`,
    { code: "namespace_taken" },
  )
}

/** Runs `work`, and converts a unique violation of a concurrent request to the 409 of the check. */
export async function onTakenLocation<T>(place: TenantLocation, work: () => Promise<T>): Promise<T> {
  return work().catch(async (error: unknown) => {
    if (!isUniqueViolation(error)) throw error
    await requireFreeLocation(place, null)
    throw error
  })
}

/** An isolated tenant is confined to its namespace, so its charts cannot have cluster-wide effects. */
export function refuseContradiction(tenant: { clusterScoped: boolean; isolated: boolean }): void {
  if (!tenant.clusterScoped || !tenant.isolated) return
  throw invalid(
    "/clusterScoped",
    "A tenant cannot be both isolated and cluster-scoped. Set only one of the two.",
  )
}
