"use client"

import { parseAsString, useQueryState } from "nuqs"
import { useCallback, useMemo } from "react"
import { RefusedRequests } from "@/components/admin/requests/refused-requests"
import { PageBody, PageHeader } from "@/components/layout/page-header"
import { useDeploymentEvents } from "@/components/ledger/deployments/deployment-events"
import type { DeploymentRights } from "@/components/ledger/deployments/deployment-rights"
import { HowToRecord } from "@/components/ledger/deployments/how-to-record"
import { TimelineBoard } from "@/components/ledger/timeline/controls/timeline-board"
import { TimelinePickers } from "@/components/ledger/timeline/controls/timeline-pickers"
import type { TimelineFilter } from "@/components/ledger/timeline/data/timeline-query"
import { defaultRange, type Extent } from "@/components/ledger/timeline/data/timeline-search"
import { useNewLanes } from "@/components/ledger/timeline/data/use-timeline-events"
import { useTimelinePlace } from "@/components/ledger/timeline/data/use-timeline-place"
import type { TimeWindow } from "@/components/ledger/timeline/data/viewport"
import { EmptyState } from "@/components/ui/empty-state"
import { lazyDrawer } from "@/components/ui/lazy-drawer"
import { useNow } from "@/components/ui/now"
import type { LaneName } from "@/lib/ledger/deployments/list-lanes"

const DeploymentDrawer = lazyDrawer(() => import("@/components/ledger/deployments/deployment-drawer"))

interface TimelineViewProps {
  lanes: readonly LaneName[]
  /** Null: no deployments yet. */
  extent: Extent | null
  strip: TimeWindow
  rights: DeploymentRights
}

/** Deployments over time in lanes, with connections, and the same data as a table. */
export function TimelineView({ lanes: allLanes, extent, strip, rights }: TimelineViewProps) {
  const now = useNow()
  const { place, setPlace, stage, goToRange } = useTimelinePlace(extent, now)
  const { environment, application, lanes, includeAnnulled } = place
  const filter = useMemo<TimelineFilter>(
    () => ({ environment, application, lanes, includeAnnulled }),
    [environment, application, lanes, includeAnnulled],
  )
  const [opened, open] = useQueryState("deployment", parseAsString.withOptions({ history: "push" }))
  const openRecord = useCallback((id: string) => void open(id), [open])
  useDeploymentEvents()
  useNewLanes(allLanes)
  const moved = place.from !== null && place.to !== null

  return (
    <>
      <PageHeader
        title="Timeline"
        pickers={
          <TimelinePickers place={place} onPlace={(change) => void setPlace(change)} lanes={allLanes} />
        }
      />
      <PageBody fill>
        {extent === null ? (
          <EmptyState title="No deployments yet" actions={<HowToRecord />}>
            The first deployment that a pipeline posts appears here immediately.
            {rights.audit && <RefusedRequests application={null} />}
          </EmptyState>
        ) : (
          <TimelineBoard
            stage={stage}
            filter={filter}
            lanes={allLanes}
            extent={extent}
            strip={strip}
            asOf={place.at?.getTime() ?? null}
            as={place.view}
            mayReadRollouts={rights.releases}
            range={moved ? null : (place.range ?? defaultRange(extent, now))}
            onRange={goToRange}
            opened={opened}
            onOpen={openRecord}
            mayInspect={rights.audit}
          />
        )}
      </PageBody>
      <DeploymentDrawer id={opened} onClose={() => void open(null, { history: "replace" })} rights={rights} />
    </>
  )
}
