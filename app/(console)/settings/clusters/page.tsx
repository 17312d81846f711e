import { HydrationBoundary } from "@tanstack/react-query"
import type { Metadata } from "next"
import { createLoader, type SearchParams } from "nuqs/server"
import {
  type UnmanagedFilter,
  unmanagedParsers,
  unmanagedQuery,
  workersQuery,
} from "@/components/fleet/clusters/clusters-query"
import { listUnmanaged } from "@/lib/fleet/releases/list-unmanaged"
import { unmanagedQuerySchema } from "@/lib/fleet/releases/unmanaged-schema"
import { listWorkers } from "@/lib/fleet/worker-registry/list-workers"
import { may } from "@/lib/identity/auth/actor"
import { requirePageUser } from "@/lib/identity/auth/page-actor"
import { api } from "@/lib/platform/paths"
import { firstPage } from "@/lib/web/client/first-page"
import { hydrate } from "@/lib/web/client/hydrate"
import { ClustersView } from "./clusters-view"

export const metadata: Metadata = { title: "Clusters" }

const readSearch = createLoader(unmanagedParsers)

export default async function ClustersPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { actor } = await requirePageUser()
  const filter: UnmanagedFilter = await readSearch(searchParams)
  const list = { schema: unmanagedQuerySchema, verb: listUnmanaged, path: api.unmanaged }
  // Clusters are loaded by the view: an unreachable one would block the page until its timeout.
  const state = await hydrate((client) => [
    client.prefetchQuery({ ...workersQuery, queryFn: () => listWorkers(actor) }),
    client.prefetchInfiniteQuery({
      ...unmanagedQuery(filter),
      queryFn: () => firstPage(actor, filter, list),
    }),
  ])
  return (
    <HydrationBoundary state={state}>
      <ClustersView mayChange={may(actor, "releases:write")} />
    </HydrationBoundary>
  )
}
