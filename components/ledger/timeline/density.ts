import {
  type LaneKind,
  laneOf,
  type Mark,
  noCounts,
  type StatusCounts,
  totalOf,
} from "@/components/ledger/timeline/mark"
import { deploymentStatuses } from "@/lib/ledger/deployments/statuses"

/** How many deployments of each status started in a lane within a time slice. */
export interface DensityCell {
  readonly lane: string
  /** Epoch milliseconds. */
  readonly start: number
  readonly counts: StatusCounts
}

/** Columns of one lane by their start. */
export type LaneColumns = Map<number, StatusCounts>

/** The slice lengths of the API in milliseconds, from a minute to 30 days; two-day columns are merged here. */
const bucketLengths = [60, 300, 900, 3600, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800, 2_592_000].map(
  (seconds) => seconds * 1000,
)

/** A Monday, as in the API, so that week-long buckets are ISO weeks. */
const origin = Date.UTC(2001, 0, 1)

/** The shortest bucket that is at least `pixels` wide. */
export function bucketFor(msPerPixel: number, pixels: number): number {
  return bucketLengths.find((length) => length / msPerPixel >= pixels) ?? bucketLengths.at(-1) ?? 1
}

export function bucketStart(instant: number, bucketMs: number): number {
  return origin + Math.floor((instant - origin) / bucketMs) * bucketMs
}

/** Sums cells and marks into columns of `bucketMs`, by lane. Cells may be finer than the columns, but never coarser. */
export function columnsOf(
  cells: Iterable<DensityCell>,
  marks: Iterable<Mark>,
  kind: LaneKind,
  bucketMs: number,
): Map<string, LaneColumns> {
  const lanes = new Map<string, LaneColumns>()
  for (const cell of cells) {
    const column = columnAt(lanes, cell.lane, bucketStart(cell.start, bucketMs))
    for (const status of deploymentStatuses) column[status] += cell.counts[status]
  }
  for (const mark of marks) {
    columnAt(lanes, laneOf(mark, kind), bucketStart(mark.from, bucketMs))[mark.status]++
  }
  return lanes
}

/** The tallest column, at least 1. */
export function tallest(lanes: ReadonlyMap<string, LaneColumns>): number {
  let most = 1
  for (const columns of lanes.values()) {
    for (const counts of columns.values()) most = Math.max(most, totalOf(counts))
  }
  return most
}

function columnAt(lanes: Map<string, LaneColumns>, lane: string, start: number): StatusCounts {
  const columns = lanes.get(lane) ?? new Map<number, StatusCounts>()
  const column = columns.get(start) ?? noCounts()
  columns.set(start, column)
  lanes.set(lane, columns)
  return column
}
