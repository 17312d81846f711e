import { z } from "zod"
import type { Actor } from "@/lib/auth/actor"
import type { Prisma } from "@/lib/db/generated/client"
import { db } from "@/lib/db/transaction"
import { ofVisibleTenants } from "@/lib/operations/visible-to"
import { cutPage, decodeCursor, type Page } from "@/lib/page"
import { withTenantAndOperation } from "./find-release"
import type { Release, ReleaseQuery } from "./schema"
import { toRelease } from "./to-release"

const cursorKey = z.tuple([z.uuid()])

/** One page of the fleet, newest first, as far as the caller may see it. */
export async function listReleases(
  actor: Actor,
  { limit, cursor, q, ...filters }: ReleaseQuery,
): Promise<Page<Release>> {
  const after = decodeCursor(cursor, cursorKey)
  const rows = await db().release.findMany({
    where: {
      AND: [
        ofVisibleTenants(actor),
        chartFilter(filters.chartName),
        { tenantId: filters.tenantId, status: filters.status },
        q === undefined ? {} : { OR: matching(q) },
        after === null ? {} : { id: { lt: after[0] } },
      ],
    },
    include: withTenantAndOperation,
    orderBy: { id: "desc" },
    take: limit + 1,
  })
  const page = cutPage(rows, limit, (row) => [row.id])
  return { ...page, items: page.items.map(toRelease) }
}

/** `name` or `repository/name`. */
function chartFilter(reference: string | undefined): Prisma.ReleaseWhereInput {
  if (reference === undefined) return {}
  const slash = reference.indexOf("/")
  const chartName = reference.slice(slash + 1)
  return slash < 0 ? { chartName } : { repository: reference.slice(0, slash), chartName }
}

function matching(q: string): Prisma.ReleaseWhereInput[] {
  const contains = { contains: q.replaceAll(/[\\%_]/g, "\\$&"), mode: "insensitive" } as const
  return [
    { releaseName: contains },
    { chartName: contains },
    { namespace: contains },
    { tenant: { OR: [{ slug: contains }, { name: contains }] } },
  ]
}
