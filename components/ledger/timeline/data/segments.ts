import type { LaneKind, Marker } from "@/components/ledger/timeline/data/markers"
import { overlaps, type TimeWindow } from "@/components/ledger/timeline/data/viewport"
import type { LaneName } from "@/lib/ledger/deployments/list-lanes"
import type { VersionSpan, Versions } from "@/lib/ledger/timeline/schema"

/** A version that ran without interruption, in epoch milliseconds, limited to the loaded windows. */
export type Segment = Omit<VersionSpan, keyof TimeWindow> & TimeWindow

/** One application in one environment: what ran, and what was deployed. */
export interface VersionRow {
  /** The part of its name that is not in the lane name. */
  readonly label: string
  readonly segments: readonly Segment[]
  readonly markers: readonly Marker[]
}

/** The segments, joined across windows; null if a window has too many. Others stand in for one not loaded. */
export function composeSegments(
  windows: readonly TimeWindow[],
  knownSpans: readonly (TimeWindow & Versions)[],
): readonly Segment[] | null {
  const pieces: Segment[] = []
  for (const window of windows) {
    const exact = knownSpans.find((piece) => piece.from === window.from && piece.to === window.to)
    const sources = exact ? [exact] : knownSpans.filter((piece) => piece.spans && overlaps(piece, window))
    for (const { spans } of sources) {
      if (spans === null) return null
      for (const { from, to, ...rest } of spans) {
        const startMs = Math.max(Date.parse(from), window.from)
        const end = Math.min(Date.parse(to), window.to)
        if (startMs < end) pieces.push({ ...rest, from: startMs, to: end })
      }
    }
  }
  return [...Map.groupBy(pieces, keyOf).values()].flatMap(joined)
}

function keyOf({ application, environment }: Pick<Segment, "application" | "environment">): string {
  return `${application}\n${environment}`
}

/** The pieces of one row, with touching pieces of a version merged. */
function joined(pieces: readonly Segment[]): Segment[] {
  const segments: Segment[] = []
  for (const piece of pieces.toSorted((a, b) => a.from - b.from)) {
    const last = segments.at(-1)
    if (last && last.imageTag === piece.imageTag && piece.from <= last.to) {
      segments[segments.length - 1] = { ...last, to: Math.max(last.to, piece.to) }
    } else segments.push(piece)
  }
  return segments
}

/** The rows with a segment or a deployment: applications by name, environments in the order of the lanes. */
export function rowsByLane(
  segments: readonly Segment[],
  markers: readonly Marker[],
  kind: LaneKind,
  laneNames: readonly LaneName[],
): Map<string, VersionRow[]> {
  const other: LaneKind = kind === "environment" ? "application" : "environment"
  const bySegment = Map.groupBy(segments, keyOf)
  const byMarker = Map.groupBy(markers, keyOf)
  const lanes = new Map<string, VersionRow[]>()
  for (const key of new Set([...bySegment.keys(), ...byMarker.keys()])) {
    const row = { segments: bySegment.get(key) ?? [], markers: byMarker.get(key) ?? [] }
    const one = row.segments[0] ?? row.markers[0]
    if (!one) continue
    lanes.set(one[kind], [...(lanes.get(one[kind]) ?? []), { label: one[other], ...row }])
  }
  const rankOf = new Map(laneNames.map(({ environment }, index) => [environment, index]))
  const byRank = (a: VersionRow, b: VersionRow) => (rankOf.get(a.label) ?? 0) - (rankOf.get(b.label) ?? 0)
  const byName = (a: VersionRow, b: VersionRow) => a.label.localeCompare(b.label, "en")
  for (const rows of lanes.values()) rows.sort(kind === "application" ? byRank : byName)
  return lanes
}

export function segmentAt({ segments }: VersionRow, instant: number): Segment | null {
  return segments.find(({ from, to }) => from <= instant && instant < to) ?? null
}
