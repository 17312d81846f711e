import type { Metadata } from "next"
import { createLoader, type SearchParams } from "nuqs/server"
import { viewerRights } from "@/components/layout/viewer-rights"
import { stripQuery, timelineQuery, versionsQuery } from "@/components/ledger/timeline/data/timeline-query"
import { stripWindow, timelineParsers, viewOfSearch } from "@/components/ledger/timeline/data/timeline-search"
import { windowsOver } from "@/components/ledger/timeline/data/viewport"
import { requirePageUser } from "@/lib/identity/auth/page-actor"
import { listLanes, readExtent } from "@/lib/ledger/deployments/list-lanes"
import { listTimeline } from "@/lib/ledger/timeline/list-timeline"
import { listVersions } from "@/lib/ledger/timeline/list-versions"
import { timelineQuerySchema, versionsQuerySchema } from "@/lib/ledger/timeline/schema"
import { parseQuery } from "@/lib/web/client/first-page"
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
  const read = (path: string) => listTimeline(actor, parseQuery(timelineQuerySchema, path))
  return (
    <Hydrated
      reads={[
        ...windowsOver(view).map((window) => preload(timelineQuery(filter, window), read)),
        ...(position.view === "versions"
          ? windowsOver(view).map((window) =>
              preload(versionsQuery(filter, window), (path) =>
                listVersions(actor, parseQuery(versionsQuerySchema, path)),
              ),
            )
          : []),
        preload(stripQuery(filter, fullWindow), read),
      ]}
    >
      <TimelineView lanes={lanes} extent={extent} strip={fullWindow} rights={viewerRights(actor)} />
    </Hydrated>
  )
}
