import { queryOptions } from "@tanstack/react-query"
import {
  bucketStart,
  type DensityCell,
  type LaneKind,
  type Marker,
  noCounts,
} from "@/components/ledger/timeline/data/markers"
import type { TimelineSearch } from "@/components/ledger/timeline/data/timeline-search"
import type { TimeWindow } from "@/components/ledger/timeline/data/viewport"
import type { Timeline, TimelineItem, TimelineSlice } from "@/lib/ledger/timeline/schema"
import { clampInstant, dayMs, latestInstant } from "@/lib/platform/instant"
import { api, type Query } from "@/lib/platform/paths"
import { apiQuery } from "@/lib/web/client/api-query"
import { queryKeys } from "@/lib/web/client/query-keys"

export type TimelineFilter = Pick<TimelineSearch, "environment" | "application" | "lanes" | "includeAnnulled">

/** With more in one window its parts are counted instead: single records would be indistinguishable. */
export const maxMarkers = 2500

/** Clamps the window to the times that the API accepts, because a view is unbounded. */
export function timelineParameters<F extends object>(filter: F, window: TimeWindow, maxItems = maxMarkers) {
  const from = clampInstant(Math.min(window.from, latestInstant.getTime() - 1))
  const to = clampInstant(Math.max(window.to, from.getTime() + 1))
  return { ...filter, from: from.toISOString(), to: to.toISOString(), maxItems }
}

/** Thousands of items are loaded while the user drags, so they are cached and not compared. */
const longLived = { staleTime: 5 * 60_000, structuralSharing: false } as const

export function timelineKey(filter: TimelineFilter) {
  return [...queryKeys.timeline, filter] as const
}

export function timelineQuery(filter: TimelineFilter, window: TimeWindow) {
  const path = api("/platform/deployments/timeline", timelineParameters(filter, window))
  return apiQuery([...timelineKey(filter), window.from, window.to], path, longLived)
}

export function versionsKey(filter: TimelineFilter) {
  return [...queryKeys.timelineVersions, filter] as const
}

/** What ran in a window; independent of the lanes. */
export function versionsQuery(filter: TimelineFilter, window: TimeWindow) {
  const { lanes: _, ...parameters } = timelineParameters(filter, window)
  const path = api("/platform/deployments/timeline/versions", parameters)
  return apiQuery([...versionsKey(filter), window.from, window.to], path, longLived)
}

/** The counts of a whole window regardless of its size: for the strip below the lanes. */
export function stripQuery(filter: TimelineFilter, window: TimeWindow) {
  const path = api("/platform/deployments/timeline", timelineParameters(filter, window, 1))
  return apiQuery([...queryKeys.timelineStrip, filter, window], path, longLived)
}

export interface TimelinePiece extends TimeWindow {
  readonly markers: readonly Marker[]
  readonly cells: readonly DensityCell[]
  readonly cellMs: number
}

const pieces = new WeakMap<Timeline, TimelinePiece>()

/** Parses a response once, however often it is drawn. */
export function pieceOf(window: TimeWindow, timeline: Timeline): TimelinePiece {
  const cached = pieces.get(timeline)
  if (cached) return cached
  const slices = timeline.filter((one) => "counts" in one)
  const items = timeline.filter((one) => "id" in one)
  const first = slices[0]
  const piece = {
    ...window,
    markers: items.map(markerOf).reverse(),
    cells: slices.map(cellOf),
    cellMs: first ? Date.parse(first.end) - Date.parse(first.start) : 0,
  }
  pieces.set(timeline, piece)
  return piece
}

/** A piece as counts only, even if it was small enough to return every record. */
export function countedPiece(piece: TimelinePiece, kind: LaneKind): Pick<TimelinePiece, "cells" | "cellMs"> {
  if (piece.markers.length === 0) return piece
  const cells = piece.markers.map((marker) => ({
    lane: marker[kind],
    start: bucketStart(marker.from, dayMs),
    counts: { ...noCounts(), [marker.status]: 1 },
  }))
  return { cells, cellMs: dayMs }
}

function markerOf(item: TimelineItem): Marker {
  return {
    id: item.id,
    application: item.application,
    environment: item.environment,
    imageTag: item.imageTag,
    status: item.status,
    from: Date.parse(item.deployedAt),
    to: item.completedAt === null ? null : Date.parse(item.completedAt),
    isRollback: item.isRollback,
    replaces: item.replaces ?? null,
    isAnnulled: item.annulled ?? false,
  }
}

function cellOf(slice: TimelineSlice): DensityCell {
  return {
    lane: slice.environment ?? slice.application ?? "",
    start: Date.parse(slice.start),
    counts: slice.counts,
  }
}

/** The newest record that matches, up to an instant (epoch milliseconds); null if there is none. */
export function newestQuery(filter: TimelineFilter, asOf: number | null) {
  const parameters = newestParameters(filter, asOf)
  const path = api("/platform/deployments/history", parameters)
  const history = apiQuery(["newest-deployment", parameters], path)
  return queryOptions({ ...history, select: ([newest = null]) => newest })
}

export function newestParameters({ lanes: _, ...filter }: TimelineFilter, asOf: number | null): Query {
  return { ...filter, to: asOf === null ? null : new Date(asOf).toISOString(), limit: 1 }
}
