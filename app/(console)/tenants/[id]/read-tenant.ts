import { z } from "zod"
import { tenantReleasesQuery } from "@/components/fleet/releases/release-queries"
import { tenantQuery } from "@/components/fleet/tenants/tenant-queries"
import { listTenantReleases } from "@/lib/fleet/releases/list-releases"
import { getTenant } from "@/lib/fleet/tenants/list-tenants"
import type { Tenant } from "@/lib/fleet/tenants/schema"
import type { Actor } from "@/lib/identity/auth/actor"
import { readForPage } from "@/lib/identity/auth/page-actor"
import { preload } from "@/lib/web/client/hydrated"

/** A tenant by id or slug. */
export const readTenant = readForPage(
  (actor, idOrSlug) => getTenant(actor, decodeURIComponent(idOrSlug)),
  z.string(),
)

/** What both pages of a tenant show first: the tenant and its releases. */
export const preloadTenant = (actor: Actor, tenant: Tenant) => [
  preload(tenantQuery(tenant.id), () => tenant),
  preload(
    tenantReleasesQuery(tenant.id),
    async () => (await listTenantReleases(actor, tenant.id, { limit: 500 })).items,
  ),
]
