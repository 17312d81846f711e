import { z } from "zod"
import type { Actor } from "@/lib/identity/auth/actor"
import { containsFilter } from "@/lib/platform/db/contains-filter"
import type { Prisma } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { fieldsOf } from "@/lib/platform/fields-of"
import { cutIdPage, decodeIdCursor, mapPage, type Page } from "@/lib/platform/page"
import { type CountedTenant, findTenant, visibleTenants, withReleaseCount } from "./find-tenant"
import { type Tenant, type TenantQuery, tenantSchema } from "./schema"

/** The tenants visible to the caller, newest first: ids are ordered by creation time. */
export async function listTenants(actor: Actor, query: TenantQuery): Promise<Page<Tenant>> {
  const rows = await db().tenant.findMany({
    where: {
      AND: [
        visibleTenants(actor),
        { id: { lt: decodeIdCursor(query.cursor) }, status: query.status, cluster: query.cluster },
        query.q === undefined ? {} : matching(query.q),
        withTags(query.tags),
      ],
    },
    include: withReleaseCount,
    orderBy: { id: "desc" },
    take: query.limit + 1,
  })
  return mapPage(cutIdPage(rows, query.limit), toTenant)
}

function matching(text: string): Prisma.TenantWhereInput {
  const part = containsFilter(text)
  return { OR: [{ slug: part }, { name: part }, { namespace: part }] }
}

/** The tenants with all of these tags: `tier=gold,region`, which is the tier gold and any region. */
export function withTags(tags = ""): Prisma.TenantWhereInput {
  const parts = tags.split(",").filter((part) => part !== "")
  const conditions = parts.map((part) => {
    const [name = "", ...value] = part.split("=")
    // Tag values are strings, and every string contains the empty one.
    const everyValue = { path: [name], string_contains: "" }
    return { tags: part.includes("=") ? { path: [name], equals: value.join("=") } : everyValue }
  })
  return { AND: conditions }
}

export async function getTenant(actor: Actor, idOrSlug: string): Promise<Tenant> {
  return toTenant(await findTenant(actor, idOrSlug))
}

const tagsSchema = z.record(z.string(), z.string())

export function toTenant(row: CountedTenant): Tenant {
  const releases = row._count.releases
  return { ...fieldsOf(tenantSchema, row), tags: tagsSchema.parse(row.tags), releases }
}

export async function listTenantClusters(actor: Actor): Promise<string[]> {
  const rows = await db().tenant.groupBy({
    by: ["cluster"],
    where: visibleTenants(actor),
    orderBy: { cluster: "asc" },
  })
  return rows.map(({ cluster }) => cluster)
}
