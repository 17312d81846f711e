import { type inferParserType, parseAsIsoDateTime, parseAsString, parseAsStringLiteral } from "nuqs/server"
import { laneKinds } from "@/components/ledger/timeline/data/markers"
import { type Range, ranges, type TimeWindow, viewOfRange } from "@/components/ledger/timeline/data/viewport"
import { dayMs } from "@/lib/platform/instant"

/** Versions over time, deployments over time, and deployments as rows. */
export const timelineViews = ["versions", "deployments", "table"] as const
export type TimelineViewKind = (typeof timelineViews)[number]

/** The state of the timeline in the URL. A range moves with the current time; from and to are fixed. */
export const timelineParsers = {
  range: parseAsStringLiteral(ranges),
  from: parseAsIsoDateTime,
  to: parseAsIsoDateTime,
  lanes: parseAsStringLiteral(laneKinds).withDefault("environment"),
  environment: parseAsString,
  application: parseAsString,
  includeAnnulled: parseAsStringLiteral(["true"]),
  view: parseAsStringLiteral(timelineViews).withDefault("versions"),
  at: parseAsIsoDateTime,
}

export type TimelineSearch = inferParserType<typeof timelineParsers>

export interface Extent {
  /** Epoch milliseconds of the first and the last record. */
  first: number
  last: number
}

/** The initial range: the shortest one, from 30 days on, that contains any records. */
export function defaultRange(extent: Extent | null, now: number): Range {
  if (extent === null || now - extent.last < 30 * dayMs) return "30d"
  return now - extent.last < 365 * dayMs ? "1y" : "all"
}

type TimelinePosition = Pick<TimelineSearch, "range" | "from" | "to">

export function viewOfSearch(position: TimelinePosition, extent: Extent | null, now: number): TimeWindow {
  if (position.from && position.to && position.from < position.to) {
    return { from: position.from.getTime(), to: position.to.getTime() }
  }
  return viewOfRange(position.range ?? defaultRange(extent, now), now, extent?.first ?? null)
}

/** The whole ledger up to the end of today, so that the window stays the same all day. */
export function stripWindow(extent: Extent | null, now: number): TimeWindow {
  const to = Math.ceil(now / dayMs) * dayMs
  const first = Math.floor((extent?.first ?? now - 30 * dayMs) / dayMs) * dayMs
  return { from: first, to: Math.max(to, first + dayMs) }
}
