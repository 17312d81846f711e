import type { Actor } from "@/lib/identity/auth/actor"
import { findTenant } from "./find-tenant"
import type { Tenant } from "./schema"
import { toTenant } from "./to-tenant"

/** Gets a tenant by id or slug. */
export async function getTenant(actor: Actor, idOrSlug: string): Promise<Tenant> {
  return toTenant(await findTenant(actor, idOrSlug))
}
