import type { Metadata } from "next"
import { createLoader, type SearchParams } from "nuqs/server"
import { tenantFilters, tenantsQuery } from "@/components/fleet/tenants/tenants-query"
import { listTenants } from "@/lib/fleet/tenants/list-tenants"
import { tenantQuerySchema } from "@/lib/fleet/tenants/schema"
import { may } from "@/lib/identity/auth/actor"
import { requirePageUser } from "@/lib/identity/auth/page-actor"
import { api } from "@/lib/platform/paths"
import { firstPage } from "@/lib/web/client/first-page"
import { Hydrated, preloadList } from "@/lib/web/client/hydrated"
import { TenantsView } from "./tenants-view"

export const metadata: Metadata = { title: "Tenants" }

const tenants = { schema: tenantQuerySchema, verb: listTenants, path: api.tenants }
const readSearch = createLoader(tenantFilters)

export default async function TenantsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { actor } = await requirePageUser()
  const filter = await readSearch(searchParams)
  return (
    <Hydrated reads={[preloadList(tenantsQuery(filter), () => firstPage(actor, filter, tenants))]}>
      <TenantsView mayChange={may(actor, "admin")} />
    </Hydrated>
  )
}
