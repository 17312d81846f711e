import type { Actor } from "@/lib/identity/auth/actor"

/** The condition that limits a query to the tenants visible to the caller. */
export function ofVisibleTenants(actor: Actor): { tenantId?: { in: string[] } } {
  return actor.tenantIds === null ? {} : { tenantId: { in: [...actor.tenantIds] } }
}
