import { keepPreviousData, useQuery } from "@tanstack/react-query"
import clsx from "clsx"
import dynamic from "next/dynamic"
import { memo, useMemo, useState } from "react"
import type { ViewerRights } from "@/components/layout/viewer-rights"
import { laneHeads, laneTotals } from "@/components/ledger/timeline/canvas/lane-heads"
import type { NamedWindow } from "@/components/ledger/timeline/canvas/layout"
import { OverviewStrip } from "@/components/ledger/timeline/canvas/overview-strip"
import { TimelineNotice } from "@/components/ledger/timeline/controls/timeline-notice"
import { BrushBar, TimelineToolbar } from "@/components/ledger/timeline/controls/timeline-toolbar"
import { rowsByLane } from "@/components/ledger/timeline/data/segments"
import {
  countedPiece,
  pieceOf,
  stripQuery,
  type TimelineFilter,
} from "@/components/ledger/timeline/data/timeline-query"
import type { Extent, TimelineViewKind } from "@/components/ledger/timeline/data/timeline-search"
import { useTimelineData, useVersions } from "@/components/ledger/timeline/data/use-timeline-data"
import { animateTo, type ViewStore } from "@/components/ledger/timeline/data/view-store"
import { type Range, spanOf, type TimeWindow } from "@/components/ledger/timeline/data/viewport"
import { ErrorLine } from "@/components/ui/error-state"
import { useNow } from "@/components/ui/now"
import { Skeleton } from "@/components/ui/skeleton"
import { Pending } from "@/components/ui/skeletons"
import { annotationKindLabels } from "@/lib/ledger/annotations/kinds"
import type { LaneName } from "@/lib/ledger/deployments/list-lanes"
import { shorten } from "@/lib/platform/format"
import { api } from "@/lib/platform/paths"
import { apiQuery } from "@/lib/web/client/api-query"
import { queryKeys } from "@/lib/web/client/query-keys"

interface TimelineBoardProps {
  store: ViewStore
  filter: TimelineFilter
  lanes: readonly LaneName[]
  extent: Extent
  strip: TimeWindow
  asOf: number | null
  as: TimelineViewKind
  rights: ViewerRights
  /** The active preset; null once the user moved the view. */
  range: Range | null
  onRange: (range: Range) => void
  opened: string | null
  onOpen: (id: string) => void
}

const noCells: never[] = []

const TimelineCanvas = dynamic(() => import("@/components/ledger/timeline/canvas/timeline-canvas"), {
  ssr: false,
  loading: () => <StageSkeleton />,
})
const TimelineTable = dynamic(() => import("@/components/ledger/timeline/controls/timeline-table"), {
  ssr: false,
  loading: () => <div className="flex-1 rounded-md border border-line bg-surface" />,
})

const skeletonRows = ["w-1/2", "w-1/3", "w-2/5", "w-1/4", "w-1/2", "w-1/3", "w-2/5", "w-1/4"]

function StageSkeleton() {
  return (
    <Pending className="flex flex-1 flex-col overflow-hidden rounded-md border border-line bg-surface pt-8">
      {skeletonRows.map((width, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows never change
        <div key={row} className="flex h-20 shrink-0 items-center gap-4 border-line border-t px-3">
          <Skeleton className="h-3 w-24 max-md:hidden" />
          <Skeleton className={clsx("h-5", width)} />
        </div>
      ))}
    </Pending>
  )
}

export const TimelineBoard = memo(function TimelineBoard(props: TimelineBoardProps) {
  const { store, filter, extent, strip, asOf, onOpen } = props
  const now = useNow()
  const reading = useTimelineData(store, filter, props.lanes)
  const stripData = useQuery({ ...stripQuery(filter, strip), placeholderData: keepPreviousData })
  const [brushing, setBrushing] = useState(false)

  const counted = useMemo(
    () => stripData.data && countedPiece(pieceOf(strip, stripData.data), filter.lanes),
    [stripData.data, strip, filter.lanes],
  )
  const cells = counted?.cells ?? noCells
  const heads = useMemo(() => laneHeads(props.lanes, filter, laneTotals(cells)), [props.lanes, filter, cells])
  const { data, unread } = reading
  const laneKind = filter.lanes
  const ran = useVersions(store, filter, props.as === "versions")
  const windows = useNamedWindows(filter, props.rights.readReleases)
  const versions = useMemo(
    () =>
      ran.segments && data.cells.length === 0
        ? rowsByLane(ran.segments, data.markers, laneKind, props.lanes)
        : null,
    [ran.segments, data, laneKind, props.lanes],
  )
  const picture = useMemo(
    () => ({ data, unread, laneKind, now, asOf, versions, windows }),
    [data, unread, laneKind, now, asOf, versions, windows],
  )
  const isLoading = reading.loading || ran.loading
  const isTooFull = props.as === "versions" && versions === null && !ran.error && !isLoading

  function goTo(instant: number) {
    const half = spanOf(store.get().view) / 2
    animateTo(store, { from: instant - half, to: instant + half })
  }

  return (
    <>
      <TimelineToolbar
        store={store}
        range={props.range}
        onRange={props.onRange}
        brushing={brushing}
        onBrushing={setBrushing}
        loading={isLoading}
      />
      {props.as === "table" ? (
        <TimelineTable {...{ store, filter, asOf, onOpen }} onGoTo={goTo} opened={props.opened} />
      ) : (
        <div aria-busy={isLoading} className="relative flex min-h-48 flex-1">
          <TimelineCanvas
            store={store}
            picture={picture}
            heads={heads}
            brushing={brushing}
            onOpen={onOpen}
            extent={{ from: extent.first, to: Math.max(extent.last, now) }}
          />
          <TimelineNotice
            {...{ store, reading, filter, asOf }}
            onGoTo={goTo}
            canInspect={props.rights.admin}
          />
          {isTooFull && !reading.error && (
            <p
              role="status"
              className="pointer-events-none absolute right-3 bottom-3 z-1 rounded-md border border-line bg-surface px-3 py-1.5 text-xs text-muted"
            >
              Zoom in, or choose an application or environment, to see which versions ran.
            </p>
          )}
          <BrushBar store={store} filter={{ ...filter, lanes: null }} />
        </div>
      )}
      {ran.error !== null && ran.segments === null && (
        <ErrorLine title="Could not load which versions ran" read={ran} />
      )}
      {stripData.isError && stripData.data === undefined && (
        <ErrorLine title="Could not load the overview strip" read={stripData} />
      )}
      <OverviewStrip store={store} extent={strip} cells={cells} cellMs={counted?.cellMs ?? 1} />
    </>
  )
})

const newest = 100
const staleTime = 60_000

/** The times of the newest rollouts, if the viewer can see them, and of the newest annotations. */
function useNamedWindows(
  { application, environment }: Pick<TimelineFilter, "application" | "environment">,
  canReadRollouts: boolean,
): readonly NamedWindow[] {
  const rollouts = useQuery(
    apiQuery([...queryKeys.rollouts, "windows"], api("/helm/rollouts", { limit: newest }), {
      enabled: canReadRollouts,
      staleTime,
    }),
  )
  const annotations = useQuery(
    apiQuery(
      [...queryKeys.annotations, { application, environment }],
      api("/platform/annotations", { application, environment, limit: newest }),
      { staleTime },
    ),
  )
  return useMemo(
    () =>
      [
        ...(rollouts.data ?? []).map(({ id, chartName, targetVersion, createdAt, finishedAt }) => ({
          id,
          kind: "rollout" as const,
          label: `Rollout of ${chartName} ${targetVersion ?? "values"}`,
          from: Date.parse(createdAt),
          to: finishedAt === null ? null : Date.parse(finishedAt),
        })),
        ...(annotations.data ?? []).map(({ id, kind, text, startsAt, endsAt }) => ({
          id,
          kind,
          // One line behind the lanes; Insights shows the full text.
          label: shorten(`${annotationKindLabels[kind]}: ${text}`, 60),
          from: Date.parse(startsAt),
          to: Date.parse(endsAt ?? startsAt),
        })),
      ].sort((a, b) => b.from - a.from),
    [rollouts.data, annotations.data],
  )
}
