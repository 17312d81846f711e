import { HydrationBoundary } from "@tanstack/react-query"
import type { Metadata } from "next"
import { createLoader, type SearchParams } from "nuqs/server"
import {
  type FleetFilter,
  fleetPageSize,
  fleetParsers,
  fleetQuery,
  releaseSummaryQuery,
} from "@/components/releases/release-queries"
import { firstPage } from "@/lib/api/first-page"
import { hydrate } from "@/lib/api/hydrate"
import { may } from "@/lib/auth/actor"
import { requirePageUser } from "@/lib/auth/page-actor"
import { api } from "@/lib/paths"
import { releaseQuerySchema } from "@/lib/releases/fleet-schema"
import { getSummary } from "@/lib/releases/get-summary"
import { listReleases } from "@/lib/releases/list-releases"
import { ReleasesView } from "./releases-view"

export const metadata: Metadata = { title: "Releases" }

const readSearch = createLoader(fleetParsers)

export default async function ReleasesPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { actor } = await requirePageUser()
  const filter: FleetFilter = await readSearch(searchParams)
  const list = { schema: releaseQuerySchema, verb: listReleases, path: api.releases }
  const state = await hydrate((client) => [
    client.prefetchQuery({ ...releaseSummaryQuery, queryFn: () => getSummary(actor) }),
    client.prefetchInfiniteQuery({
      ...fleetQuery(filter),
      queryFn: () => firstPage(actor, { ...filter, limit: fleetPageSize }, list),
    }),
  ])
  return (
    <HydrationBoundary state={state}>
      <ReleasesView mayChange={may(actor, "releases:write")} />
    </HydrationBoundary>
  )
}
