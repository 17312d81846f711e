import { HydrationBoundary } from "@tanstack/react-query"
import type { Metadata } from "next"
import { createLoader, type SearchParams } from "nuqs/server"
import { tenantFilters, tenantsQuery } from "@/components/tenants/tenants-query"
import { firstPage } from "@/lib/api/first-page"
import { hydrate } from "@/lib/api/hydrate"
import { may } from "@/lib/auth/actor"
import { requirePageUser } from "@/lib/auth/page-actor"
import { api } from "@/lib/paths"
import { listTenants } from "@/lib/tenants/list-tenants"
import { tenantQuerySchema } from "@/lib/tenants/schema"
import { TenantsView } from "./tenants-view"

export const metadata: Metadata = { title: "Tenants" }

const tenants = { schema: tenantQuerySchema, verb: listTenants, path: api.tenants }
const readSearch = createLoader(tenantFilters)

export default async function TenantsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { actor } = await requirePageUser()
  const filter = await readSearch(searchParams)
  const state = await hydrate((client) => [
    client.prefetchInfiniteQuery({
      ...tenantsQuery(filter),
      queryFn: () => firstPage(actor, filter, tenants),
    }),
  ])
  return (
    <HydrationBoundary state={state}>
      <TenantsView mayChange={may(actor, "admin")} />
    </HydrationBoundary>
  )
}
