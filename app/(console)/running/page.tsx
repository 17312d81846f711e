import { HydrationBoundary } from "@tanstack/react-query"
import type { Metadata } from "next"
import { createLoader, type SearchParams } from "nuqs/server"
import { deploymentRights } from "@/components/ledger/deployments/deployment-rights"
import {
  countParameters,
  laneCountsQuery,
  laneParameters,
  laneParsers,
  lanesQuery,
} from "@/components/ledger/lanes/lane-queries"
import { requirePageUser } from "@/lib/identity/auth/page-actor"
import { listApplications } from "@/lib/ledger/deployments/list-lanes"
import { readEnvironments } from "@/lib/ledger/environments/read-environments"
import { countLanes, listLaneStates } from "@/lib/ledger/lanes/list-lane-states"
import { laneCountsQuerySchema, lanesQuerySchema } from "@/lib/ledger/lanes/schema"
import { api } from "@/lib/platform/paths"
import { firstPage, parseFilter } from "@/lib/web/client/first-page"
import { hydrate, preload, preloadList } from "@/lib/web/client/hydrated"
import { RunningView } from "./running-view"

export const metadata: Metadata = { title: "Running" }

const lanes = { schema: lanesQuerySchema, verb: listLaneStates, path: api.lanes }
const readSearch = createLoader(laneParsers)

export default async function RunningPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { actor } = await requirePageUser()
  const filter = await readSearch(searchParams)
  const [applications, environments, state] = await Promise.all([
    listApplications(actor),
    readEnvironments(actor),
    hydrate([
      preloadList(lanesQuery(filter), () => firstPage(actor, laneParameters(filter), lanes)),
      preload(laneCountsQuery(filter), () =>
        countLanes(actor, parseFilter(laneCountsQuerySchema, countParameters(filter))),
      ),
    ]),
  ])
  return (
    <HydrationBoundary state={state}>
      <RunningView
        applications={applications}
        environments={environments.map(({ name }) => name)}
        rights={deploymentRights(actor)}
      />
    </HydrationBoundary>
  )
}
