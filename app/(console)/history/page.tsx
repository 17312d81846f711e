import { HydrationBoundary } from "@tanstack/react-query"
import type { Metadata } from "next"
import { createLoader, type SearchParams } from "nuqs/server"
import { z } from "zod"
import {
  type HistoryFilter,
  historyPageSize,
  historyParsers,
  historyQuery,
} from "@/components/ledger/deployments/history-query"
import { type Actor, may } from "@/lib/identity/auth/actor"
import { requirePageUser } from "@/lib/identity/auth/page-actor"
import { deploymentFilters, includeAnnulled } from "@/lib/ledger/deployments/filters"
import { listApplications } from "@/lib/ledger/deployments/list-applications"
import { listDeployments } from "@/lib/ledger/deployments/list-deployments"
import { readEnvironments } from "@/lib/ledger/environments/read-environments"
import { pageQuery } from "@/lib/platform/page"
import { api } from "@/lib/platform/paths"
import { hydrate } from "@/lib/web/client/hydrate"
import { HistoryView } from "./history-view"

export const metadata: Metadata = { title: "History" }

const historyQuerySchema = z.strictObject({ ...deploymentFilters, includeAnnulled, ...pageQuery })
const readSearch = createLoader(historyParsers)

export default async function HistoryPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { actor } = await requirePageUser()
  const filter = await readSearch(searchParams)
  const [applications, ladder, state] = await Promise.all([
    listApplications(actor),
    readEnvironments(actor),
    hydrate((client) => [
      client.prefetchInfiniteQuery({ ...historyQuery(filter), queryFn: () => firstPage(actor, filter) }),
    ]),
  ])
  return (
    <HydrationBoundary state={state}>
      <HistoryView
        applications={applications}
        environments={ladder.map(({ name }) => name)}
        rights={{
          change: may(actor, "deployments:write"),
          annul: may(actor, "admin"),
          audit: may(actor, "admin"),
          releases: may(actor, "releases:read"),
        }}
      />
    </HydrationBoundary>
  )
}

async function firstPage(actor: Actor, filter: HistoryFilter) {
  const given = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== null))
  const query = historyQuerySchema.parse({ ...given, limit: historyPageSize })
  const { items, nextCursor } = await listDeployments(actor, query)
  const next = nextCursor && api.history({ ...filter, limit: historyPageSize, cursor: nextCursor })
  return { items, next }
}
