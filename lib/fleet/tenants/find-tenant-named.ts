import type { Actor } from "@/lib/identity/auth/actor"
import type { Tenant } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { invalid } from "@/lib/platform/errors"

/** The tenant referenced by a request body; throws a 422 when the caller may see no such tenant. */
export async function findTenantNamed(actor: Actor, id: string): Promise<Tenant> {
  const visible = actor.tenantIds === null || actor.tenantIds.includes(id)
  const tenant = visible ? await db().tenant.findUnique({ where: { id } }) : null
  if (tenant === null) throw invalid("/tenantId", `There is no tenant ${id}.`, "unknown_tenant")
  return tenant
}
