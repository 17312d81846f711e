import {
  type QueryClient,
  type QueryKey,
  type UseQueryResult,
  useQueries,
  useQueryClient,
} from "@tanstack/react-query"
import { useEffect, useEffectEvent, useMemo } from "react"
import {
  approximateWindow,
  gapsIn,
  markersIn,
  pieceHolding,
} from "@/components/ledger/timeline/data/known-pieces"
import type { TimelineData } from "@/components/ledger/timeline/data/markers"
import { composeSegments } from "@/components/ledger/timeline/data/segments"
import {
  pieceOf,
  type TimelineFilter,
  type TimelinePiece,
  timelineKey,
  timelineQuery,
  versionsKey,
  versionsQuery,
} from "@/components/ledger/timeline/data/timeline-query"
import { useTimelineEvents } from "@/components/ledger/timeline/data/use-timeline-events"
import { useViewState, type ViewStore } from "@/components/ledger/timeline/data/view-store"
import { adjacentWindows, type TimeWindow, windowsOver } from "@/components/ledger/timeline/data/viewport"
import type { LaneName } from "@/lib/ledger/deployments/list-lanes"
import type { Timeline, Versions } from "@/lib/ledger/timeline/schema"

export type TimelineReading = ReturnType<typeof useTimelineData>

/** Loads the deployments of the windows that overlap the view. */
export function useTimelineData(store: ViewStore, filter: TimelineFilter, lanes: readonly LaneName[]) {
  const client = useQueryClient()
  const windows = useWindows(store)
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
  useAdjacentWindows(windows, filter, (window) => {
    if (!pieceHolding(window, knownPieces(client, filter)))
      void client.prefetchQuery(timelineQuery(filter, window))
  })

  // biome-ignore lint/correctness/useExhaustiveDependencies: `reads.responses` changes when the cache has new data
  const { data, unread } = useMemo(
    () => compose(windows, knownPieces(client, filter)),
    [client, filter, windows, reads.responses],
  )
  return {
    data,
    /** Parts of the visible windows without data yet. */
    unread,
    loading: reads.loading,
    error: reads.error,
    refetch: () => void client.invalidateQueries({ queryKey: timelineKey(filter) }),
  }
}

/** Loads what ran in the windows that overlap the view. */
export function useVersions(store: ViewStore, filter: TimelineFilter, enabled: boolean) {
  const client = useQueryClient()
  const windows = useWindows(store)
  const reads = useQueries({
    queries: windows.map((window) => ({ ...versionsQuery(filter, window), enabled })),
    combine,
  })
  useAdjacentWindows(
    windows,
    filter,
    (window) => void client.prefetchQuery(versionsQuery(filter, window)),
    enabled,
  )
  return useMemo(() => {
    const loadedWindows = knownWindows<Versions>(client, versionsKey(filter))
    const knownSpans = loadedWindows.map(({ data, ...window }) => ({ ...window, ...data }))
    return {
      /** Null: too many to draw, or not loaded yet. */
      segments: enabled && reads.responses ? composeSegments(windows, knownSpans) : null,
      loading: enabled && reads.loading,
      error: enabled ? reads.error : null,
      refetch: () => void client.invalidateQueries({ queryKey: versionsKey(filter) }),
    }
  }, [client, filter, windows, enabled, reads])
}

/** The windows that overlap the view. Rerenders only when they change, as one text for the same windows shows. */
function useWindows(store: ViewStore): readonly TimeWindow[] {
  const text = useViewState(store, ({ view }) => JSON.stringify(windowsOver(view)))
  return useMemo<TimeWindow[]>(() => JSON.parse(text), [text])
}

const prefetchAfterMs = 120

/** Prefetches the adjacent windows once the view rests. */
function useAdjacentWindows(
  windows: readonly TimeWindow[],
  filter: TimelineFilter,
  prefetch: (window: TimeWindow) => void,
  enabled = true,
): void {
  const run = useEffectEvent(prefetch)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another filter has other windows
  useEffect(() => {
    if (!enabled) return
    const timer = setTimeout(() => {
      for (const window of adjacentWindows(windows)) run(window)
    }, prefetchAfterMs)
    return () => clearTimeout(timer)
  }, [windows, filter, enabled])
}

function combine<T>(results: UseQueryResult<T>[]) {
  return {
    responses: results.map((result) => result.data),
    loading: results.some((result) => result.isPending),
    error: results.find((result) => result.error && !result.data)?.error ?? null,
  }
}

/** The loaded windows under a key that ends with their bounds. */
function knownWindows<T>(client: QueryClient, queryKey: QueryKey): (TimeWindow & { data: T })[] {
  return client.getQueriesData<T>({ queryKey }).flatMap(([key, data]) => {
    const [from, to] = key.slice(-2)
    return data !== undefined && typeof from === "number" && typeof to === "number"
      ? [{ from, to, data }]
      : []
  })
}

function knownPieces(client: QueryClient, filter: TimelineFilter): TimelinePiece[] {
  const loadedWindows = knownWindows<Timeline>(client, timelineKey(filter))
  return loadedWindows.map(({ data, ...window }) => pieceOf(window, data))
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
