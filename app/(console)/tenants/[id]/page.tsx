import { HydrationBoundary } from "@tanstack/react-query"
import type { Metadata } from "next"
import { tenantQuery } from "@/components/releases/chart-queries"
import { tenantReleasesQuery } from "@/components/releases/release-queries"
import { hydrate } from "@/lib/api/hydrate"
import { may } from "@/lib/auth/actor"
import { listTenantReleases } from "@/lib/releases/list-tenant-releases"
import { readTenant } from "./read-tenant"
import { TenantView } from "./tenant-view"

type Props = { params: Promise<{ id: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { tenant } = await readTenant((await params).id)
  return { title: tenant.name }
}

export default async function TenantPage({ params }: Props) {
  const { actor, tenant } = await readTenant((await params).id)
  const state = await hydrate((client) => [
    client.prefetchQuery({ ...tenantQuery(tenant.id), queryFn: () => tenant }),
    client.prefetchQuery({
      ...tenantReleasesQuery(tenant.id),
      queryFn: async () => (await listTenantReleases(actor, tenant.id, { limit: 500 })).items,
    }),
  ])
  return (
    <HydrationBoundary state={state}>
      <TenantView id={tenant.id} mayChange={may(actor, "releases:write")} />
    </HydrationBoundary>
  )
}
