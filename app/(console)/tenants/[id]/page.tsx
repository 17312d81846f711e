import type { Metadata } from "next"
import { hasScope } from "@/lib/identity/auth/actor"
import { Hydrated } from "@/lib/web/client/hydrated"
import { preloadTenant, readTenant } from "./read-tenant"
import { TenantView } from "./tenant-view"

type Props = { params: Promise<{ id: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { entity: tenant } = await readTenant((await params).id)
  return { title: tenant.name }
}

export default async function TenantPage({ params }: Props) {
  const { actor, entity: tenant } = await readTenant((await params).id)
  return (
    <Hydrated reads={preloadTenant(actor, tenant)}>
      <TenantView id={tenant.id} canChange={hasScope(actor, "releases:write")} />
    </Hydrated>
  )
}
