import { HydrationBoundary } from "@tanstack/react-query"
import type { Metadata } from "next"
import { createLoader, type SearchParams } from "nuqs/server"
import { z } from "zod"
import { chartFilters, chartsPageQuery } from "@/components/charts/charts-query"
import { fleetVersionsPageQuery } from "@/components/releases/fleet/fleet-queries"
import { repositoriesQuery } from "@/components/repositories/repositories-query"
import { firstPage } from "@/lib/api/first-page"
import { hydrate } from "@/lib/api/hydrate"
import { requirePageUser } from "@/lib/auth/page-actor"
import { listRepositories } from "@/lib/charts/list-repositories"
import { chartQuerySchema } from "@/lib/charts/schema"
import { searchCharts } from "@/lib/charts/search-charts"
import { api } from "@/lib/paths"
import { listFleetVersions } from "@/lib/releases/list-fleet-versions"
import { ChartsView } from "./charts-view"

export const metadata: Metadata = { title: "Charts" }

const charts = { schema: chartQuerySchema, verb: searchCharts, path: api.charts }
const fleetVersions = { schema: z.strictObject({}), verb: listFleetVersions, path: api.releaseVersions }
const readSearch = createLoader(chartFilters)

export default async function ChartsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { actor } = await requirePageUser()
  const filter = await readSearch(searchParams)
  const state = await hydrate((client) => [
    client.prefetchInfiniteQuery({
      ...chartsPageQuery(filter),
      queryFn: () => firstPage(actor, filter, charts),
    }),
    client.prefetchQuery({ ...fleetVersionsPageQuery, queryFn: () => firstPage(actor, {}, fleetVersions) }),
    client.prefetchQuery({ ...repositoriesQuery, queryFn: () => listRepositories(actor) }),
  ])
  return (
    <HydrationBoundary state={state}>
      <ChartsView />
    </HydrationBoundary>
  )
}
