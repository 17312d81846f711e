import { HydrationBoundary } from "@tanstack/react-query"
import type { Metadata } from "next"
import { createLoader, type SearchParams } from "nuqs/server"
import { z } from "zod"
import { deploymentRights } from "@/components/ledger/deployments/deployment-rights"
import { historyPageSize, historyParsers, historyQuery } from "@/components/ledger/deployments/history-query"
import { requirePageUser } from "@/lib/identity/auth/page-actor"
import { deploymentFilters, historyOrder, includeAnnulled } from "@/lib/ledger/deployments/filters"
import { listDeployments } from "@/lib/ledger/deployments/list-deployments"
import { listApplications } from "@/lib/ledger/deployments/list-lanes"
import { readEnvironments } from "@/lib/ledger/environments/read-environments"
import { pageQuery } from "@/lib/platform/page"
import { api } from "@/lib/platform/paths"
import { firstPage } from "@/lib/web/client/first-page"
import { hydrate, preloadList } from "@/lib/web/client/hydrated"
import { HistoryView } from "./history-view"

export const metadata: Metadata = { title: "History" }

const schema = z.strictObject({ ...deploymentFilters, includeAnnulled, order: historyOrder, ...pageQuery })
const history = { schema, verb: listDeployments, path: api.history }
const readSearch = createLoader(historyParsers)

export default async function HistoryPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { actor } = await requirePageUser()
  const filter = await readSearch(searchParams)
  const [applications, environments, state] = await Promise.all([
    listApplications(actor),
    readEnvironments(actor),
    hydrate([
      preloadList(historyQuery(filter), () =>
        firstPage(actor, { ...filter, limit: historyPageSize }, history),
      ),
    ]),
  ])
  return (
    <HydrationBoundary state={state}>
      <HistoryView
        applications={applications}
        environments={environments.map(({ name }) => name)}
        rights={deploymentRights(actor)}
      />
    </HydrationBoundary>
  )
}
