"use client"

import { parseAsString, useQueryState, useQueryStates } from "nuqs"
import { useCallback, useEffect, useEffectEvent, useMemo, useRef, useState } from "react"
import { RejectedRequests } from "@/components/admin/requests/rejected-requests"
import { PageBody, PageHeader } from "@/components/layout/page-header"
import type { ViewerRights } from "@/components/layout/viewer-rights"
import { useDeploymentEvents } from "@/components/ledger/deployments/deployment-events"
import { HowToRecord } from "@/components/ledger/deployments/how-to-record"
import { TimelineBoard } from "@/components/ledger/timeline/controls/timeline-board"
import { TimelinePickers } from "@/components/ledger/timeline/controls/timeline-pickers"
import type { TimelineFilter } from "@/components/ledger/timeline/data/timeline-query"
import {
  defaultRange,
  type Extent,
  timelineParsers,
  viewOfSearch,
} from "@/components/ledger/timeline/data/timeline-search"
import { useNewLanes } from "@/components/ledger/timeline/data/use-timeline-events"
import {
  animateTo,
  createViewStore,
  useViewAtRest,
  type ViewStore,
} from "@/components/ledger/timeline/data/view-store"
import { type Range, spanOf, type TimeWindow } from "@/components/ledger/timeline/data/viewport"
import { EmptyState } from "@/components/ui/empty-state"
import { lazyDrawer } from "@/components/ui/lazy-trigger"
import { useNow } from "@/components/ui/now"
import type { LaneName } from "@/lib/ledger/deployments/list-lanes"

const DeploymentDrawer = lazyDrawer(() => import("@/components/ledger/deployments/deployment-drawer"))

interface TimelineViewProps {
  lanes: readonly LaneName[]
  /** Null: no deployments yet. */
  extent: Extent | null
  strip: TimeWindow
  rights: ViewerRights
}

export function TimelineView({ lanes: allLanes, extent, strip, rights }: TimelineViewProps) {
  const now = useNow()
  const { position, setPosition, store, goToRange } = useTimelinePosition(extent, now)
  const { environment, application, lanes, includeAnnulled } = position
  const filter = useMemo<TimelineFilter>(
    () => ({ environment, application, lanes, includeAnnulled }),
    [environment, application, lanes, includeAnnulled],
  )
  const [opened, open] = useQueryState("deployment", parseAsString.withOptions({ history: "push" }))
  const openRecord = useCallback((id: string) => void open(id), [open])
  useDeploymentEvents()
  useNewLanes(allLanes)
  const hasMoved = position.from !== null && position.to !== null

  return (
    <>
      <PageHeader
        title="Timeline"
        pickers={<TimelinePickers choice={position} onChoice={setPosition} lanes={allLanes} />}
      />
      <PageBody fill>
        {extent === null ? (
          <EmptyState title="No deployments yet" actions={<HowToRecord />}>
            The first deployment that a pipeline posts appears here immediately.
            {rights.admin && <RejectedRequests application={null} />}
          </EmptyState>
        ) : (
          <TimelineBoard
            store={store}
            filter={filter}
            lanes={allLanes}
            extent={extent}
            strip={strip}
            asOf={position.at?.getTime() ?? null}
            as={position.view}
            rights={rights}
            range={hasMoved ? null : (position.range ?? defaultRange(extent, now))}
            onRange={goToRange}
            opened={opened}
            onOpen={openRecord}
          />
        )}
      </PageBody>
      <DeploymentDrawer id={opened} onClose={() => void open(null, { history: "replace" })} rights={rights} />
    </>
  )
}

const restMs = 350

/**
 * Synchronizes the view with the URL in both directions: a view at rest is written to the URL, and a changed URL (a
 * preset, back, forward) moves the view. A range without from and to follows the current time.
 */
function useTimelinePosition(extent: Extent | null, now: number) {
  const [position, setPosition] = useQueryStates(timelineParsers)
  const present = position.at?.getTime() ?? now
  const [store] = useState<ViewStore>(() => createViewStore(viewOfSearch(position, extent, present)))
  // The view set from the URL; only a view that differs from it is written back.
  const aim = useRef<TimeWindow>(store.get().view)

  const address = [
    position.range,
    position.from?.getTime(),
    position.to?.getTime(),
    position.at?.getTime(),
  ].join()
  const shownAddress = useRef(address)
  const follow = useEffectEvent(() => {
    const target = viewOfSearch(position, extent, present)
    const hasMoved = shownAddress.current !== address
    shownAddress.current = address
    const current = store.get().view
    if (!hasMoved && current !== aim.current) return
    aim.current = target
    if (isSame(current, target)) store.set({ view: target })
    else if (hasMoved) animateTo(store, target)
    else store.set({ view: target })
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the URL or the current time changes
  useEffect(() => follow(), [address, present])

  useViewAtRest(store, restMs, (view) => {
    if (isSame(view, aim.current)) return
    aim.current = view
    void setPosition({
      range: null,
      from: new Date(Math.round(view.from)),
      to: new Date(Math.round(view.to)),
    })
  })

  const goToRange = useCallback(
    (range: Range) => void setPosition({ range, from: null, to: null }, { history: "push" }),
    [setPosition],
  )
  return { position, setPosition, store, goToRange }
}

/** Equal to a thousandth of the width; smaller differences are invisible. */
function isSame(one: TimeWindow, other: TimeWindow): boolean {
  const least = spanOf(other) / 1000
  return Math.abs(one.from - other.from) < least && Math.abs(one.to - other.to) < least
}
