import { z } from "zod"
import type { Actor } from "@/lib/identity/auth/actor"
import type { Prisma } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { cutPage, decodeCursor, type Page } from "@/lib/platform/page"
import { parseTagFilter } from "./parse-tag-filter"
import type { Tenant, TenantQuery } from "./schema"
import { toTenant, withReleaseCount } from "./to-tenant"
import { visibleTenants } from "./visible-tenants"

/** The tenants visible to the caller, newest first: ids are ordered by creation time. */
export async function listTenants(actor: Actor, query: TenantQuery): Promise<Page<Tenant>> {
  const cursor = decodeCursor(query.cursor, z.tuple([z.uuid()]))
  const rows = await db().tenant.findMany({
    where: {
      AND: [
        visibleTenants(actor),
        cursor === null ? {} : { id: { lt: cursor[0] } },
        query.status === undefined ? {} : { status: query.status },
        query.cluster === undefined ? {} : { cluster: query.cluster },
        query.q === undefined ? {} : containing(query.q),
        ...parseTagFilter(query.tags ?? "").map(tagged),
      ],
    },
    include: withReleaseCount,
    orderBy: { id: "desc" },
    take: query.limit + 1,
  })
  const page = cutPage(rows, query.limit, (row) => [row.id])
  return { items: page.items.map(toTenant), nextCursor: page.nextCursor }
}

function containing(text: string): Prisma.TenantWhereInput {
  const part = { contains: text, mode: "insensitive" } as const
  return { OR: [{ slug: part }, { name: part }, { namespace: part }] }
}

/** Tag values are strings, and every string contains the empty one. */
function tagged({ name, value }: { name: string; value: string | null }): Prisma.TenantWhereInput {
  return value === null
    ? { tags: { path: [name], string_contains: "" } }
    : { tags: { path: [name], equals: value } }
}
