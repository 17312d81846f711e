import { type DeploymentStatus, deploymentStatuses } from "@/lib/ledger/deployments/statuses"

/** One deployment as drawn on the timeline. Times in epoch milliseconds. */
export interface Marker {
  readonly id: string
  readonly application: string
  readonly environment: string
  readonly imageTag: string
  readonly status: DeploymentStatus
  readonly from: number
  /** Null: unknown, or not finished. */
  readonly to: number | null
  readonly isRollback: boolean
  readonly replaces: string | null
  readonly isAnnulled: boolean
}

/** What a lane represents: an environment with all its applications, or an application with all its environments. */
export const laneKinds = ["environment", "application"] as const
export type LaneKind = (typeof laneKinds)[number]

/** Where the bar ends: a pending deployment ends now, one of unknown duration at its start. */
export function endOf(marker: Marker, now: number): number {
  if (marker.to !== null) return marker.to
  return marker.status === "PENDING" ? Math.max(marker.from, now) : marker.from
}

export type StatusCounts = Record<DeploymentStatus, number>

export function noCounts(): StatusCounts {
  return { PENDING: 0, DEPLOYED: 0, FAILED: 0, ROLLED_BACK: 0 }
}

export function totalOf(counts: StatusCounts): number {
  return deploymentStatuses.reduce((sum, status) => sum + counts[status], 0)
}

/** How many deployments of each status started in a lane within a time slice. */
export interface DensityCell {
  readonly lane: string
  /** Epoch milliseconds. */
  readonly start: number
  readonly counts: StatusCounts
}

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

/** Sums cells and markers into columns of `bucketMs`, by lane. Cells may be finer than the columns, but never coarser. */
export function columnsOf(
  cells: Iterable<DensityCell>,
  markers: Iterable<Marker>,
  kind: LaneKind,
  bucketMs: number,
): Map<string, LaneColumns> {
  const lanes = new Map<string, LaneColumns>()
  for (const cell of cells) {
    const column = columnAt(lanes, cell.lane, bucketStart(cell.start, bucketMs))
    for (const status of deploymentStatuses) column[status] += cell.counts[status]
  }
  for (const marker of markers) {
    columnAt(lanes, marker[kind], bucketStart(marker.from, bucketMs))[marker.status]++
  }
  return lanes
}

export function tallest(lanes: ReadonlyMap<string, LaneColumns>): number {
  let largest = 1
  for (const columns of lanes.values()) {
    for (const counts of columns.values()) largest = Math.max(largest, totalOf(counts))
  }
  return largest
}

function columnAt(lanes: Map<string, LaneColumns>, lane: string, start: number): StatusCounts {
  const columns = lanes.get(lane) ?? new Map<number, StatusCounts>()
  const column = columns.get(start) ?? noCounts()
  columns.set(start, column)
  lanes.set(lane, columns)
  return column
}

export interface RollbackArc {
  readonly rollback: Marker
  readonly replaced: Marker
}

/** The rollbacks among the markers with what they replaced; only if both are among them. */
export function rollbackArcs(markers: readonly Marker[]): RollbackArc[] {
  const rollbacks = markers.filter((marker) => marker.replaces !== null)
  if (rollbacks.length === 0) return []
  const byId = new Map(markers.map((marker) => [marker.id, marker]))
  return rollbacks.flatMap((rollback) => {
    const replaced = byId.get(rollback.replaces ?? "")
    return replaced ? [{ rollback, replaced }] : []
  })
}

/** The arrivals of one version of an application, oldest first, one per environment. */
export function promotionPath(markers: readonly Marker[], selected: Marker): Marker[] {
  const seen = new Set<string>()
  return markers.filter((marker) => {
    if (marker.application !== selected.application || marker.imageTag !== selected.imageTag) return false
    if (seen.has(marker.environment)) return false
    seen.add(marker.environment)
    return true
  })
}

/** The known records around the view: single markers (oldest first), or counts if there are too many. */
export interface TimelineData {
  readonly markers: readonly Marker[]
  readonly cells: readonly DensityCell[]
  /** Length of the coarsest cell in milliseconds; 0 if there are none. */
  readonly cellMs: number
}
