import type { Tenant } from "@/lib/fleet/tenants/schema"

/** A tenant as the API returns it. */
export function buildTenant(changes: Partial<Tenant> = {}): Tenant {
  return {
    id: "01900000-0000-7000-8000-0000000000a1",
    slug: "acme",
    name: "Acme",
    namespace: "tenant-acme",
    cluster: "main",
    tags: {},
    status: "ACTIVE",
    clusterScoped: false,
    isolated: false,
    releases: 1,
    createdAt: "2026-02-12T10:00:00Z",
    updatedAt: "2026-02-12T10:00:00Z",
    ...changes,
  }
}
