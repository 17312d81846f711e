"use client"

import { useQuery } from "@tanstack/react-query"
import { parseAsString, useQueryState } from "nuqs"
import { useMemo, useState } from "react"
import type { DeploymentRights } from "@/components/deployments/deployment-details"
import { DeploymentDrawer } from "@/components/deployments/deployment-drawer"
import type { HistoryFilter } from "@/components/deployments/history-query"
import { useDeploymentEvents } from "@/components/deployments/use-deployment-events"
import { PageBody, PageHeader } from "@/components/layout/page-header"
import { BrushBar } from "@/components/timeline/brush-bar"
import { glideTo } from "@/components/timeline/glide"
import { laneHeads, laneTotals } from "@/components/timeline/lanes"
import { OverviewStrip } from "@/components/timeline/overview-strip"
import { StageNotice } from "@/components/timeline/stage-notice"
import { TimelinePickers } from "@/components/timeline/timeline-pickers"
import { pieceOf, stripQuery, type TimelineFilter } from "@/components/timeline/timeline-query"
import { defaultRange, type Extent } from "@/components/timeline/timeline-search"
import { TimelineStage } from "@/components/timeline/timeline-stage"
import { TimelineTable } from "@/components/timeline/timeline-table"
import { TimelineToolbar } from "@/components/timeline/timeline-toolbar"
import { useTimelineData } from "@/components/timeline/use-timeline-data"
import { useTimelinePlace } from "@/components/timeline/use-timeline-place"
import { useViewport } from "@/components/timeline/use-viewport"
import { spanOf } from "@/components/timeline/viewport"
import type { TimeWindow } from "@/components/timeline/windows"
import { EmptyState } from "@/components/ui/empty-state"
import { useNow } from "@/components/ui/now"
import type { LaneName } from "@/lib/deployments/list-lanes"

interface TimelineViewProps {
  lanes: readonly LaneName[]
  /** Null: the ledger is empty. */
  extent: Extent | null
  strip: TimeWindow
  rights: DeploymentRights
}

/** Every deployment in time: lanes, what ties them together, and the same as a table. */
export function TimelineView(props: TimelineViewProps) {
  const { extent, strip, rights } = props
  const now = useNow()
  const { place, setPlace, stage, goToRange } = useTimelinePlace(extent, now)
  const { environment, application, lanes } = place
  const filter = useMemo<TimelineFilter>(
    () => ({ environment, application, lanes }),
    [environment, application, lanes],
  )
  const reading = useTimelineData(stage, filter)
  const whole = useQuery(stripQuery(filter, strip))
  const [opened, open] = useQueryState("deployment", parseAsString.withOptions({ history: "push" }))
  const [brushing, setBrushing] = useState(false)
  useDeploymentEvents()

  const cells = whole.data ? pieceOf(strip, whole.data).cells : noCells
  const heads = useMemo(() => laneHeads(props.lanes, filter, laneTotals(cells)), [props.lanes, filter, cells])
  const { data, unread } = reading
  const picture = useMemo(
    () => ({ data, unread, laneKind: lanes, now, asOf: place.at?.getTime() ?? null }),
    [data, unread, lanes, now, place.at],
  )
  const moved = place.from !== null && place.to !== null

  return (
    <>
      <PageHeader
        title="Timeline"
        pickers={
          <TimelinePickers place={place} onPlace={(change) => void setPlace(change)} lanes={props.lanes} />
        }
      />
      <PageBody fill>
        {extent === null ? (
          <EmptyState title="No deployment is recorded yet">
            The first one a pipeline posts shows here at once. The Overview shows how.
          </EmptyState>
        ) : (
          <>
            <TimelineToolbar
              stage={stage}
              range={moved ? null : (place.range ?? defaultRange(extent, now))}
              onRange={goToRange}
              brushing={brushing}
              onBrushing={setBrushing}
              loading={reading.loading}
            />
            {place.view === "table" ? (
              <WindowTable stage={stage} filter={filter} opened={opened} onOpen={(id) => void open(id)} />
            ) : (
              <div className="relative flex min-h-0 flex-1">
                <TimelineStage
                  stage={stage}
                  picture={picture}
                  heads={heads}
                  brushing={brushing}
                  onOpen={(mark) => void open(mark.id)}
                  onBrush={(brush) => stage.set({ brush })}
                  extent={{ from: extent.first, to: Math.max(extent.last, now) }}
                />
                <StageNotice
                  stage={stage}
                  reading={reading}
                  last={extent.last}
                  onNewest={() => {
                    const half = spanOf(stage.get().view) / 2
                    glideTo(stage, { from: extent.last - half, to: extent.last + half })
                  }}
                />
                <BrushBar stage={stage} filter={{ environment, application }} />
              </div>
            )}
            <OverviewStrip
              stage={stage}
              extent={strip}
              cells={cells}
              cellMs={whole.data ? pieceOf(strip, whole.data).cellMs : 1}
            />
          </>
        )}
      </PageBody>
      <DeploymentDrawer id={opened} onClose={() => void open(null)} rights={rights} />
    </>
  )
}

const noCells: never[] = []

interface WindowTableProps {
  stage: Parameters<typeof useViewport>[0]
  filter: TimelineFilter
  opened: string | null
  onOpen: (id: string) => void
}

function WindowTable({ stage, filter, opened, onOpen }: WindowTableProps) {
  const view = useViewport(stage)
  const historyFilter: HistoryFilter = {
    environment: filter.environment,
    application: filter.application,
    from: new Date(view.from).toISOString(),
    to: new Date(view.to).toISOString(),
    status: null,
    imageTag: null,
    branch: null,
    commit: null,
    initiatedBy: null,
    q: null,
  }
  return <TimelineTable filter={historyFilter} selected={opened} onOpen={onOpen} />
}
