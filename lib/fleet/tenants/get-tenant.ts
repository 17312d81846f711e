import { z } from "zod"
import type { Actor } from "@/lib/identity/auth/actor"
import { toInstant } from "@/lib/platform/instant"
import { type CountedTenant, findTenant } from "./find-tenant"
import type { Tenant } from "./schema"

/** Gets a tenant by id or slug. */
export async function getTenant(actor: Actor, idOrSlug: string): Promise<Tenant> {
  return toTenant(await findTenant(actor, idOrSlug))
}

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
