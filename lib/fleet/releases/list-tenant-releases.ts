import { z } from "zod"
import type { Actor } from "@/lib/identity/auth/actor"
import { db } from "@/lib/platform/db/transaction"
import { DomainError } from "@/lib/platform/errors"
import { cutPage, decodeCursor, type Page } from "@/lib/platform/page"
import { withTenantAndOperation } from "./find-release"
import type { Release } from "./schema"
import { toRelease } from "./to-release"

const cursorKey = z.tuple([z.uuid()])

/** The releases of a tenant, newest first, including uninstalled ones. 404 for a tenant the caller may not see. */
export async function listTenantReleases(
  actor: Actor,
  tenantId: string,
  { limit, cursor }: { limit: number; cursor?: string },
): Promise<Page<Release>> {
  const after = decodeCursor(cursor, cursorKey)
  const visible = actor.tenantIds === null || actor.tenantIds.includes(tenantId)
  if (!visible || (await db().tenant.count({ where: { id: tenantId } })) === 0) {
    throw new DomainError("not_found", `There is no tenant ${tenantId}.`)
  }
  const rows = await db().release.findMany({
    where: { tenantId, ...(after !== null && { id: { lt: after[0] } }) },
    include: withTenantAndOperation,
    orderBy: { id: "desc" },
    take: limit + 1,
  })
  const page = cutPage(rows, limit, (row) => [row.id])
  return { ...page, items: page.items.map(toRelease) }
}
