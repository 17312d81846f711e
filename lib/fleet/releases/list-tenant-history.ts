import { z } from "zod"
import { findTenant } from "@/lib/fleet/tenants/find-tenant"
import type { Actor } from "@/lib/identity/auth/actor"
import { db } from "@/lib/platform/db/transaction"
import { cutPage, decodeCursor, type Page } from "@/lib/platform/page"
import type { TenantRevision } from "./revision-schema"
import { toRevision, withoutSealed } from "./to-revision"

const cursorKey = z.tuple([z.iso.datetime(), z.uuid()])

/** All changes of all releases of a tenant, newest first. 404 for a tenant the caller may not see. */
export async function listTenantHistory(
  actor: Actor,
  tenantId: string,
  { limit, cursor }: { limit: number; cursor?: string },
): Promise<Page<TenantRevision>> {
  const after = decodeCursor(cursor, cursorKey)
  const tenant = await findTenant(actor, tenantId)
  const at = after === null ? null : new Date(after[0])
  const rows = await db().releaseRevision.findMany({
    where: {
      release: { tenantId: tenant.id },
      ...(after !== null &&
        at !== null && { OR: [{ createdAt: { lt: at } }, { createdAt: at, id: { lt: after[1] } }] }),
    },
    omit: withoutSealed,
    include: { release: { select: { id: true, releaseName: true, inCluster: true } } },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: limit + 1,
  })
  const page = cutPage(rows, limit, (row) => [row.createdAt.toISOString(), row.id])
  const current = await currentIds(page.items.map(({ release }) => release))
  return {
    ...page,
    items: page.items.map(({ release, ...row }) => ({
      ...toRevision(row, current.has(row.id) ? row.id : null),
      releaseId: release.id,
      releaseName: release.releaseName,
    })),
  }
}

/** The currently deployed revisions, by the rule that read-current.ts uses for one release. */
async function currentIds(releases: readonly { id: string; inCluster: boolean }[]): Promise<Set<string>> {
  const ids = releases.filter(({ inCluster }) => inCluster).map(({ id }) => id)
  const rows = await db().releaseRevision.findMany({
    where: { releaseId: { in: [...new Set(ids)] }, status: "DEPLOYED", operation: { not: "UNINSTALL" } },
    orderBy: [{ releaseId: "asc" }, { revision: "desc" }],
    distinct: ["releaseId"],
    select: { id: true },
  })
  return new Set(rows.map(({ id }) => id))
}
