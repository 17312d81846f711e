import type { Actor } from "@/lib/identity/auth/actor"
import type { Prisma } from "@/lib/platform/db/generated/client"

/** The condition that limits a query to tenants visible to the caller. */
export function visibleTenants(actor: Actor): Prisma.TenantWhereInput {
  return actor.tenantIds === null ? {} : { id: { in: [...actor.tenantIds] } }
}
