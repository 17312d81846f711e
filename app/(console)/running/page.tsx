import type { Metadata } from "next"
import { listRoute } from "@/components/layout/list-route"
import { viewerRights } from "@/components/layout/viewer-rights"
import { laneCountsQuery, laneList } from "@/components/ledger/lanes/lane-queries"
import { listFilterNames } from "@/lib/ledger/deployments/list-lanes"
import { countLanes, listLaneStates } from "@/lib/ledger/lanes/list-lane-states"
import { laneCountsQuerySchema, lanesQuerySchema } from "@/lib/ledger/lanes/schema"
import { parseQuery } from "@/lib/web/client/first-page"
import { preload } from "@/lib/web/client/hydrated"
import { RunningView } from "./running-view"

export const metadata: Metadata = { title: "Running" }

export default listRoute({
  ...laneList,
  list: { schema: lanesQuerySchema, handler: listLaneStates },
  reads: (actor, filter) => [
    preload(laneCountsQuery(filter), (path) => countLanes(actor, parseQuery(laneCountsQuerySchema, path))),
  ],
  view: async (actor) => <RunningView {...(await listFilterNames(actor))} rights={viewerRights(actor)} />,
})
