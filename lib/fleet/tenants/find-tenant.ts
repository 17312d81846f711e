import type { Actor } from "@/lib/identity/auth/actor"
import { db } from "@/lib/platform/db/transaction"
import { DomainError } from "@/lib/platform/errors"
import { didYouMean } from "@/lib/platform/nearest"
import { type CountedTenant, withReleaseCount } from "./to-tenant"
import { visibleTenants } from "./visible-tenants"

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** The stored tenant by id or slug; 404 also when it is outside the caller's limit. */
export async function findTenant(actor: Actor, idOrSlug: string): Promise<CountedTenant> {
  const named = uuid.test(idOrSlug) ? { id: idOrSlug } : { slug: idOrSlug }
  const found = await db().tenant.findFirst({
    where: { AND: [visibleTenants(actor), named] },
    include: withReleaseCount,
  })
  if (found !== null) return found
  const near = didYouMean(idOrSlug, await someSlugs(actor))
  throw new DomainError("not_found", `There is no tenant "${idOrSlug}".${near}`)
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
