import type { Actor } from "@/lib/identity/auth/actor"

/** What narrows every query to the tenants the caller may know of. */
export function ofVisibleTenants(actor: Actor): { tenantId?: { in: string[] } } {
  return actor.tenantIds === null ? {} : { tenantId: { in: [...actor.tenantIds] } }
}
