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
import { Hydrated, preload, preloadList } from "@/lib/web/client/hydrated"
import { ClustersView } from "./clusters-view"

export const metadata: Metadata = { title: "Clusters" }

const readSearch = createLoader(unmanagedParsers)

export default async function ClustersPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { actor } = await requirePageUser()
  const filter: UnmanagedFilter = await readSearch(searchParams)
  const list = { schema: unmanagedQuerySchema, verb: listUnmanaged, path: api.unmanaged }
  // Clusters are loaded by the view: an unreachable one would block the page until its timeout.
  return (
    <Hydrated
      reads={[
        preload(workersQuery, () => listWorkers(actor)),
        preloadList(unmanagedQuery(filter), () => firstPage(actor, filter, list)),
      ]}
    >
      <ClustersView mayChange={may(actor, "releases:write")} />
    </Hydrated>
  )
}
