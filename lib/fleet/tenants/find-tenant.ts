import type { Actor } from "@/lib/identity/auth/actor"
import { visibleTo } from "@/lib/identity/auth/visible-to"
import type { Prisma, Tenant as TenantRow } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { conflict, invalid, notFound } from "@/lib/platform/errors"
import { didYouMean } from "@/lib/platform/nearest"

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** The stored tenant by id or slug; 404 also when it is outside the caller's limit. */
export async function findTenant(actor: Actor, idOrSlug: string): Promise<CountedTenant> {
  const key = uuid.test(idOrSlug) ? { id: idOrSlug } : { slug: idOrSlug }
  const tenant = await db().tenant.findFirst({
    where: { AND: [visibleTenants(actor), key] },
    include: withReleaseCount,
  })
  if (tenant !== null) return tenant
  const hint = didYouMean(idOrSlug, await someSlugs(actor))
  throw notFound(`There is no tenant "${idOrSlug}".${hint}`)
}

const maxCompared = 1_000

async function someSlugs(actor: Actor): Promise<string[]> {
  const rows = await db().tenant.findMany({
    where: visibleTenants(actor),
    select: { slug: true },
    take: maxCompared,
  })
  return rows.map(({ slug }) => slug)
}

/** The tenant referenced by a request body; throws a 422 when the caller may see no such tenant. */
export async function findTenantNamed(actor: Actor, id: string): Promise<TenantRow> {
  const tenant = await db().tenant.findFirst({ where: { AND: [{ id }, visibleTenants(actor)] } })
  if (tenant === null) throw unknownTenant(id)
  return tenant
}

const unknownTenant = (id: string) => invalid("/tenantId", `There is no tenant ${id}.`, "unknown_tenant")

export function visibleTenants(actor: Actor): Prisma.TenantWhereInput {
  return { id: visibleTo(actor).tenants.where }
}

/** Counts installed releases only; uninstalled ones are history. */
export const withReleaseCount = {
  _count: { select: { releases: { where: { status: { not: "UNINSTALLED" } } } } },
} satisfies Prisma.TenantInclude

export type CountedTenant = TenantRow & { _count: { releases: number } }

/** Rejects a suspended tenant, and locks it so that it cannot be suspended before the transaction ends. */
export async function lockActiveTenant({ tenantId }: { tenantId: string }): Promise<void> {
  rejectSuspended(await lockTenant(tenantId))
}

type Location = { tenantId: string; cluster: string; namespace: string }

/** Throws a 409 when the tenant has moved, and locks it so that it cannot move before the transaction ends. */
export async function lockTenantLocation({ tenantId, cluster, namespace }: Location): Promise<void> {
  const tenant = await lockTenant(tenantId)
  if (tenant.cluster === cluster && tenant.namespace === namespace) return
  throw conflict(
    `The tenant ${tenant.slug} was moved to the namespace ${tenant.namespace} of ${tenant.cluster}. Retry the request.`,
    "tenant_moved",
  )
}

type LockedTenant = Pick<TenantRow, "slug" | "status" | "cluster" | "namespace">

async function lockTenant(tenantId: string): Promise<LockedTenant> {
  const [tenant] = await db().$queryRaw<LockedTenant[]>`
    SELECT slug, status::text AS status, cluster, namespace FROM tenant WHERE id = ${tenantId}::uuid FOR SHARE`
  if (tenant === undefined) throw unknownTenant(tenantId)
  return tenant
}

export function rejectSuspended({ slug, status }: Pick<TenantRow, "slug" | "status">): void {
  if (status === "ACTIVE") return
  throw conflict(`The tenant ${slug} is suspended. Activate it first.`, "tenant_suspended")
}
