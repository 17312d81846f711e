import { useQuery } from "@tanstack/react-query"
import clsx from "clsx"
import { RejectedRequests } from "@/components/admin/requests/rejected-requests"
import { newestQuery, type TimelineFilter } from "@/components/ledger/timeline/data/timeline-query"
import type { TimelineReading } from "@/components/ledger/timeline/data/use-timeline-data"
import { useViewState, type ViewStore } from "@/components/ledger/timeline/data/view-store"
import type { TimeWindow } from "@/components/ledger/timeline/data/viewport"
import { Button } from "@/components/ui/button"
import { ErrorState } from "@/components/ui/error-state"
import { ViewerExplanation } from "@/components/ui/viewer-explanation"
import { formatRelative } from "@/lib/platform/format"

export interface NewestButtonProps {
  filter: TimelineFilter
  /** Epoch milliseconds of the selected instant; null: now. */
  asOf: number | null
  onGoTo: (instant: number) => void
}

interface StageNoticeProps extends NewestButtonProps {
  store: ViewStore
  reading: TimelineReading
  canInspect: boolean
}

/** Shown when the lanes are empty: at their foot without deployments, in their middle if they could not be loaded. */
export function TimelineNotice({ store, reading, filter, asOf, onGoTo, canInspect }: StageNoticeProps) {
  const empty = useViewState(store, ({ view }) => !isAnyIn(reading, view))
  if (!empty || reading.loading) return null
  return (
    <div
      className={clsx(
        "pointer-events-none absolute inset-0 z-1 flex justify-center pb-4",
        reading.error ? "items-center" : "items-end",
      )}
    >
      <div className="pointer-events-auto rounded-md border border-line bg-surface">
        {reading.error ? (
          <ErrorState title="Could not load the timeline" read={reading} />
        ) : (
          <div className="flex flex-col items-center gap-2 px-6 py-4 text-sm">
            <p>No deployments in this period</p>
            <NewestButton filter={filter} asOf={asOf} onGoTo={onGoTo} />
            {canInspect && <RejectedRequests application={filter.application} />}
          </div>
        )}
      </div>
    </div>
  )
}

/** A link out of an empty period, if any deployment matches the filter. */
export function NewestButton({ filter, asOf, onGoTo }: NewestButtonProps) {
  const { data: newest } = useQuery(newestQuery(filter, asOf))
  if (newest === undefined) return null
  if (newest === null) return <p className="text-muted">No deployments match the filter.</p>
  const at = Date.parse(newest.deployedAt)
  return (
    <Button size="sm" onClick={() => onGoTo(at)}>
      <ViewerExplanation>Go to the newest deployment, {formatRelative(at)}</ViewerExplanation>
    </Button>
  )
}

function isAnyIn({ data, unread }: TimelineReading, view: TimeWindow): boolean {
  if (unread.some((part) => part.from < view.to && part.to > view.from)) return false
  const last = data.markers.findLast((marker) => marker.from < view.to)
  if (last && last.from >= view.from) return true
  return data.cells.some((cell) => cell.start + data.cellMs > view.from && cell.start < view.to)
}
