import { ofVisibleTenants } from "@/lib/fleet/operations/visible-to"
import type { Actor } from "@/lib/identity/auth/actor"
import { db } from "@/lib/platform/db/transaction"

/** `tenant/release` by release id, for releases visible to the caller. */
export async function readNames(actor: Actor, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await db().release.findMany({
    where: { AND: [{ id: { in: [...ids] } }, ofVisibleTenants(actor)] },
    select: { id: true, releaseName: true, tenant: { select: { slug: true } } },
  })
  return new Map(rows.map(({ id, releaseName, tenant }) => [id, `${tenant.slug}/${releaseName}`]))
}
