"use client"

import { type QueryClient, type UseQueryResult, useQueries, useQueryClient } from "@tanstack/react-query"
import { useEffect, useMemo } from "react"
import {
  approximateWindow,
  gapsIn,
  markersIn,
  pieceHolding,
} from "@/components/ledger/timeline/data/known-pieces"
import type { TimelineData } from "@/components/ledger/timeline/data/markers"
import {
  pieceOf,
  type TimelineFilter,
  type TimelinePiece,
  timelineKey,
  timelineQuery,
} from "@/components/ledger/timeline/data/timeline-query"
import { useTimelineEvents } from "@/components/ledger/timeline/data/use-timeline-events"
import { useViewState, type ViewState, type ViewStore } from "@/components/ledger/timeline/data/view-store"
import {
  adjacentWindows,
  type TimeWindow,
  windowLength,
  windowsOver,
} from "@/components/ledger/timeline/data/viewport"
import type { LaneName } from "@/lib/ledger/deployments/list-lanes"
import type { Timeline } from "@/lib/ledger/timeline/schema"

export interface TimelineReading {
  data: TimelineData
  /** Parts of the visible windows without data yet. */
  unread: readonly TimeWindow[]
  loading: boolean
  error: unknown
  retry: () => void
}

export const prefetchAfterMs = 120

/**
 * Loads the windows that overlap the view, and the adjacent ones once it rests. Rerenders only when a window changes.
 */
export function useTimelineData(
  store: ViewStore,
  filter: TimelineFilter,
  lanes: readonly LaneName[],
): TimelineReading {
  const client = useQueryClient()
  const viewKey = useViewState(store, viewKeyOf)
  const windows = useMemo(() => windowsOf(viewKey), [viewKey])
  const cachedPieces = knownPieces(client, filter)
  // A window inside a longer loaded one is not loaded again but follows the longer one, which receives new records.
  const sources = windows.map((window) => pieceHolding(window, cachedPieces) ?? window)
  const reads = useQueries({
    queries: [...new Map(sources.map((source) => [`${source.from} ${source.to}`, source])).values()].map(
      (source) => timelineQuery(filter, source),
    ),
    combine,
  })
  useTimelineEvents(filter, lanes)

  useEffect(() => {
    const timer = setTimeout(() => {
      const pieces = knownPieces(client, filter)
      for (const window of adjacentWindows(windows)) {
        if (!pieceHolding(window, pieces)) void client.prefetchQuery(timelineQuery(filter, window))
      }
    }, prefetchAfterMs)
    return () => clearTimeout(timer)
  }, [client, filter, windows])

  // biome-ignore lint/correctness/useExhaustiveDependencies: `reads.responses` changes when the cache has new data
  const { data, unread } = useMemo(
    () => compose(windows, knownPieces(client, filter)),
    [client, filter, windows, reads.responses],
  )
  return {
    data,
    unread,
    loading: reads.loading,
    error: reads.error,
    retry: () => void client.invalidateQueries({ queryKey: timelineKey(filter) }),
  }
}

/** Returns one string for all views that need the same windows. */
export function viewKeyOf({ view }: ViewState): string {
  const length = windowLength(view)
  return `${length}:${Math.floor(view.from / length)}:${Math.ceil(view.to / length)}`
}

export function windowsOf(viewKey: string): TimeWindow[] {
  const [length = 1, first = 0, end = 1] = viewKey.split(":").map(Number)
  return windowsOver({ from: first * length, to: end * length }, length)
}

export function combine<T>(results: UseQueryResult<T>[]) {
  return {
    responses: results.map((result) => result.data),
    loading: results.some((result) => result.isPending),
    error: results.find((result) => result.error && !result.data)?.error ?? null,
  }
}

function knownPieces(client: QueryClient, filter: TimelineFilter): TimelinePiece[] {
  return client.getQueriesData<Timeline>({ queryKey: timelineKey(filter) }).flatMap(([key, timeline]) => {
    const [from, to] = key.slice(-2)
    if (!timeline || typeof from !== "number" || typeof to !== "number") return []
    return pieceOf({ from, to }, timeline)
  })
}

/** The known data of the visible windows, and the single records adjacent to them. */
function compose(windows: readonly TimeWindow[], pieces: readonly TimelinePiece[]) {
  const inView = windows.flatMap((window) => {
    const exact = pieces.find((piece) => piece.from === window.from && piece.to === window.to)
    return exact ? [exact] : approximateWindow(window, pieces)
  })
  const adjacent = adjacentWindows(windows).flatMap((window) => markersIn(window, pieces))
  const markers = [...adjacent, ...inView.flatMap((piece) => piece.markers)]
  const data: TimelineData = {
    markers: markers.sort((a, b) => a.from - b.from),
    cells: inView.flatMap((piece) => piece.cells),
    cellMs: Math.max(0, ...inView.map((piece) => piece.cellMs)),
  }
  return { data, unread: windows.flatMap((window) => gapsIn(window, inView)) }
}
