import type { Metadata } from "next"
import { createLoader, type SearchParams } from "nuqs/server"
import { viewerRights } from "@/components/layout/viewer-rights"
import {
  maxMarkers,
  stripQuery,
  type TimelineFilter,
  timelineParameters,
  timelineQuery,
  versionsParameters,
  versionsQuery,
} from "@/components/ledger/timeline/data/timeline-query"
import { stripWindow, timelineParsers, viewOfSearch } from "@/components/ledger/timeline/data/timeline-search"
import { type TimeWindow, windowsOver } from "@/components/ledger/timeline/data/viewport"
import type { Actor } from "@/lib/identity/auth/actor"
import { requirePageUser } from "@/lib/identity/auth/page-actor"
import { listLanes, readExtent } from "@/lib/ledger/deployments/list-lanes"
import { listTimeline } from "@/lib/ledger/timeline/list-timeline"
import { listVersions } from "@/lib/ledger/timeline/list-versions"
import { timelineQuerySchema, versionsQuerySchema } from "@/lib/ledger/timeline/schema"
import { parseFilter } from "@/lib/web/client/first-page"
import { Hydrated, preload } from "@/lib/web/client/hydrated"
import { TimelineView } from "./timeline-view"

export const metadata: Metadata = { title: "Timeline" }

const readSearch = createLoader(timelineParsers)

export default async function TimelinePage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { actor } = await requirePageUser()
  const position = await readSearch(searchParams)
  const [lanes, range] = await Promise.all([listLanes(actor), readExtent(actor)])
  const extent = range && { first: range.first.getTime(), last: range.last.getTime() }
  const now = Date.now()
  const { environment, application, lanes: laneKind, includeAnnulled } = position
  const filter = { environment, application, lanes: laneKind, includeAnnulled }
  const view = viewOfSearch(position, extent, position.at?.getTime() ?? now)
  const fullWindow = stripWindow(extent, now)
  return (
    <Hydrated
      reads={[
        ...windowsOver(view).map((window) =>
          preload(timelineQuery(filter, window), () => read(actor, filter, window, maxMarkers)),
        ),
        ...(position.view === "versions"
          ? windowsOver(view).map((window) =>
              preload(versionsQuery(filter, window), () =>
                listVersions(actor, parseFilter(versionsQuerySchema, versionsParameters(filter, window))),
              ),
            )
          : []),
        preload(stripQuery(filter, fullWindow), () => read(actor, filter, fullWindow, 1)),
      ]}
    >
      <TimelineView lanes={lanes} extent={extent} strip={fullWindow} rights={viewerRights(actor)} />
    </Hydrated>
  )
}

function read(actor: Actor, filter: TimelineFilter, window: TimeWindow, maxItems: number) {
  return listTimeline(actor, parseFilter(timelineQuerySchema, timelineParameters(filter, window, maxItems)))
}
