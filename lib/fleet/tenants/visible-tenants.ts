import type { Actor } from "@/lib/identity/auth/actor"
import type { Prisma } from "@/lib/platform/db/generated/client"

/** What narrows every query of tenants to those the caller may know of. */
export function visibleTenants(actor: Actor): Prisma.TenantWhereInput {
  return actor.tenantIds === null ? {} : { id: { in: [...actor.tenantIds] } }
}
