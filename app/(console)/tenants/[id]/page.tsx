import type { Metadata } from "next"
import { tenantReleasesQuery } from "@/components/fleet/releases/release-queries"
import { tenantQuery } from "@/components/fleet/tenants/tenant-queries"
import { listTenantReleases } from "@/lib/fleet/releases/list-releases"
import { hasScope } from "@/lib/identity/auth/actor"
import { Hydrated, preload } from "@/lib/web/client/hydrated"
import { readTenant } from "./read-tenant"
import { TenantView } from "./tenant-view"

type Props = { params: Promise<{ id: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { entity: tenant } = await readTenant((await params).id)
  return { title: tenant.name }
}

export default async function TenantPage({ params }: Props) {
  const { actor, entity: tenant } = await readTenant((await params).id)
  return (
    <Hydrated
      reads={[
        preload(tenantQuery(tenant.id), () => tenant),
        preload(
          tenantReleasesQuery(tenant.id),
          async () => (await listTenantReleases(actor, tenant.id, { limit: 500 })).items,
        ),
      ]}
    >
      <TenantView id={tenant.id} canChange={hasScope(actor, "releases:write")} />
    </Hydrated>
  )
}
