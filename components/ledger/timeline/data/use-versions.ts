import { type QueryClient, useQueries, useQueryClient } from "@tanstack/react-query"
import { useEffect, useMemo } from "react"
import { composeSegments, type KnownSpans, type Segment } from "@/components/ledger/timeline/data/segments"
import { type TimelineFilter, versionsQuery } from "@/components/ledger/timeline/data/timeline-query"
import {
  combine,
  prefetchAfterMs,
  viewKeyOf,
  windowsOf,
} from "@/components/ledger/timeline/data/use-timeline-data"
import { useViewState, type ViewStore } from "@/components/ledger/timeline/data/view-store"
import { adjacentWindows } from "@/components/ledger/timeline/data/viewport"
import type { Versions } from "@/lib/ledger/timeline/schema"
import { queryKeys } from "@/lib/web/client/query-keys"

export interface VersionsReading {
  /** Null: too many to draw, or not loaded yet. */
  segments: readonly Segment[] | null
  loading: boolean
  error: unknown
  retry: () => void
}

/** Loads what ran in the windows that overlap the view. */
export function useVersions(store: ViewStore, filter: TimelineFilter, enabled: boolean): VersionsReading {
  const client = useQueryClient()
  const viewKey = useViewState(store, viewKeyOf)
  const windows = useMemo(() => windowsOf(viewKey), [viewKey])
  const reads = useQueries({
    queries: windows.map((window) => ({ ...versionsQuery(filter, window), enabled })),
    combine,
  })
  useEffect(() => {
    if (!enabled) return
    const timer = setTimeout(() => {
      for (const window of adjacentWindows(windows)) void client.prefetchQuery(versionsQuery(filter, window))
    }, prefetchAfterMs)
    return () => clearTimeout(timer)
  }, [client, filter, windows, enabled])
  return useMemo(
    () => ({
      segments: enabled && reads.responses ? composeSegments(windows, knownSpans(client, filter)) : null,
      loading: enabled && reads.loading,
      error: enabled ? reads.error : null,
      retry: () => void client.invalidateQueries({ queryKey: queryKeys.timelineVersions }),
    }),
    [client, filter, windows, enabled, reads],
  )
}

function knownSpans(client: QueryClient, filter: TimelineFilter): KnownSpans[] {
  return client
    .getQueriesData<Versions>({ queryKey: [...queryKeys.timelineVersions, filter] })
    .flatMap(([key, versions]) => {
      const [from, to] = key.slice(-2)
      return versions && typeof from === "number" && typeof to === "number"
        ? [{ from, to, spans: versions.spans }]
        : []
    })
}
