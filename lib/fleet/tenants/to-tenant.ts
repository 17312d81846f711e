import { z } from "zod"
import type { Prisma, Tenant as TenantRow } from "@/lib/platform/db/generated/client"
import { toInstant } from "@/lib/platform/instant"
import type { Tenant } from "./schema"

/** Counts installed releases only; uninstalled ones are history. */
export const withReleaseCount = {
  _count: { select: { releases: { where: { status: { not: "UNINSTALLED" } } } } },
} satisfies Prisma.TenantInclude

export type CountedTenant = TenantRow & { _count: { releases: number } }

const tagsSchema = z.record(z.string(), z.string())

/** Converts a row to the API representation. */
export function toTenant(row: CountedTenant): Tenant {
  return {
    id: row.id,
    slug: row.slug,
    name: row.name,
    namespace: row.namespace,
    tags: tagsSchema.parse(row.tags),
    cluster: row.cluster,
    status: row.status,
    clusterScoped: row.clusterScoped,
    isolated: row.isolated,
    releases: row._count.releases,
    createdAt: toInstant(row.createdAt),
    updatedAt: toInstant(row.updatedAt),
  }
}
