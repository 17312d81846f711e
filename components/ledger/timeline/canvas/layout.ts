import type { Geometry, LaneBox } from "@/components/ledger/timeline/canvas/geometry"
import { glyphSize, type Palette } from "@/components/ledger/timeline/canvas/palette"
import {
  bucketFor,
  columnsOf,
  endOf,
  type LaneColumns,
  type LaneKind,
  type Marker,
  type RollbackArc,
  rollbackArcs,
  type TimelineData,
  tallest,
} from "@/components/ledger/timeline/data/markers"
import type { VersionRow } from "@/components/ledger/timeline/data/segments"
import type { ViewState } from "@/components/ledger/timeline/data/view-store"
import { spanOf, type TimeWindow } from "@/components/ledger/timeline/data/viewport"
import type { AnnotationKind } from "@/lib/ledger/annotations/kinds"
import type { DeploymentStatus } from "@/lib/ledger/deployments/statuses"

export interface BarLayout {
  readonly kind: "bars"
  readonly msPerPixel: number
  readonly lanes: ReadonlyMap<string, PackedLane>
  readonly bars: ReadonlyMap<string, Bar>
  readonly arcs: readonly RollbackArc[]
}

export interface ColumnsLayout {
  readonly kind: "columns"
  readonly bucketMs: number
  readonly tallest: number
  readonly lanes: ReadonlyMap<string, LaneColumns>
}

export interface VersionsLayout {
  readonly kind: "versions"
  /** The rows of each lane, from top to bottom. */
  readonly lanes: ReadonlyMap<string, readonly VersionRow[]>
  readonly rowOf: ReadonlyMap<string, number>
}

export type Layout = BarLayout | ColumnsLayout | VersionsLayout

/** Everything that positions depend on, except the view. */
interface LayoutInput {
  data: TimelineData
  laneKind: LaneKind
  geometry: Geometry
  now: number
  /** Version segments by lane; null: single deployments or their counts are drawn. */
  versions: ReadonlyMap<string, readonly VersionRow[]> | null
}

/** The time of a rollout or an annotation, in epoch milliseconds. `to` null: still running. */
export interface NamedWindow {
  readonly id: string
  readonly kind: "rollout" | AnnotationKind
  readonly label: string
  readonly from: number
  readonly to: number | null
}

export interface Subject extends LayoutInput {
  /** Parts of the view without data yet. */
  unread: readonly TimeWindow[]
  asOf: number | null
  /** Newest first. */
  windows: readonly NamedWindow[]
}

export interface Frame extends Subject {
  context: CanvasRenderingContext2D
  palette: Palette
  state: ViewState
  /** The position of an instant (epoch milliseconds), in pixels. */
  xOf: (instant: number) => number
}

/** The box of a record's lane; undefined if that is not drawn. */
export const boxOf = ({ geometry, laneKind }: Subject, marker: Marker): LaneBox | undefined =>
  geometry.boxes.get(marker[laneKind])

export function drawGlyph({ context, palette }: Frame, status: DeploymentStatus, x: number, y: number): void {
  const size = glyphSize + 4
  context.drawImage(palette.glyphs[status], x - size / 2, y - size / 2, size, size)
}

/** Marks the selected record, from its start to its end. */
export function drawRing({ context, palette }: Frame, at: { x: number; end: number; y: number }): void {
  context.strokeStyle = palette.accent
  context.lineWidth = 1.5
  context.beginPath()
  context.roundRect(at.x - 10, at.y - 10, at.end - at.x + 20, 20, 6)
  context.stroke()
}

type Point = { x: number; y: number }

/** An arrow from a rollback back to what it replaced; `top`: the height of its control points. */
export function drawArc({ context, palette }: Frame, from: Point, to: Point, top: number): void {
  context.strokeStyle = palette.status.ROLLED_BACK
  context.beginPath()
  context.moveTo(from.x, from.y)
  context.bezierCurveTo(from.x, top, to.x, top, to.x, to.y)
  context.moveTo(to.x - 3, to.y - 4)
  context.lineTo(to.x, to.y)
  context.lineTo(to.x + 3, to.y - 4)
  context.stroke()
}

/** The minimum width of a column, and the average space per bar required to draw bars, in pixels. */
const columnPixels = 4
const barPixels = 16

/** Computes the layout, only when data, scale or sizes changed: panning reuses the last layout. */
export function createLayoutCache() {
  let cached: { key: readonly unknown[]; layout: Layout } | null = null
  return (input: LayoutInput, view: TimeWindow): Layout => {
    const { data, laneKind, geometry, now, versions } = input
    if (versions !== null) {
      if (cached?.key[0] !== versions) cached = { key: [versions], layout: layoutVersions(versions) }
      return cached.layout
    }
    const msPerPixel = spanOf(view) / geometry.width
    const bars = data.cells.length === 0 && !isCrowded(data.markers, view, geometry)
    const bucketMs = Math.max(bucketFor(msPerPixel, columnPixels), data.cellMs)
    const key = bars ? [data, laneKind, geometry, msPerPixel, now] : [data, laneKind, bucketMs]
    if (cached?.key.length === key.length && cached.key.every((part, index) => part === key[index])) {
      return cached.layout
    }
    const layout = bars ? layoutBars(input, msPerPixel) : layoutColumns(data, laneKind, bucketMs)
    cached = { key, layout }
    return layout
  }
}

function isCrowded(markers: readonly Marker[], view: TimeWindow, geometry: Geometry): boolean {
  const rows = [...geometry.boxes.values()].reduce((sum, box) => sum + box.rows, 0)
  const room = (geometry.width / barPixels) * rows
  let inView = 0
  for (const marker of markers) if (marker.from >= view.from && marker.from < view.to) inView++
  return inView > room
}

function layoutBars({ data, laneKind, geometry, now }: LayoutInput, msPerPixel: number): BarLayout {
  const byLane = Map.groupBy(data.markers, (marker) => marker[laneKind])
  const lanes = new Map<string, PackedLane>()
  const bars = new Map<string, Bar>()
  for (const [lane, markers] of byLane) {
    const box = geometry.boxes.get(lane)
    if (!box) continue
    const packed = packLane(markers, box.rows, msPerPixel, now)
    lanes.set(lane, packed)
    for (const bar of packed.bars) bars.set(bar.marker.id, bar)
  }
  return { kind: "bars", msPerPixel, lanes, bars, arcs: rollbackArcs(data.markers) }
}

function layoutVersions(lanes: ReadonlyMap<string, readonly VersionRow[]>): VersionsLayout {
  const rowOf = new Map<string, number>()
  for (const rows of lanes.values())
    for (const [row, { markers }] of rows.entries()) for (const { id } of markers) rowOf.set(id, row)
  return { kind: "versions", lanes, rowOf }
}

function layoutColumns(data: TimelineData, kind: LaneKind, bucketMs: number): ColumnsLayout {
  const lanes = columnsOf(data.cells, data.markers, kind, bucketMs)
  return { kind: "columns", bucketMs, tallest: tallest(lanes), lanes }
}

/** A bar in its lane. Horizontal positions are pixels from the epoch at the scale it was packed for. */
export interface Bar {
  readonly marker: Marker
  readonly row: number
  readonly start: number
  readonly end: number
  /** How far to the right a label may extend; Infinity if nothing follows in the row. */
  room: number
}

/** Neighboring markers for which the lane had no row left. */
export interface Crowd {
  readonly start: number
  readonly markers: readonly Marker[]
}

interface PackedLane {
  readonly bars: readonly Bar[]
  readonly crowds: readonly Crowd[]
}

/** Half the width of the end glyph, and the minimum distance between two of them, in pixels. */
export const glyphHalf = 7
const gap = 2
const crowdReach = 28

/**
 * Assigns the markers of one lane (oldest first) to rows, each to the most central free row; markers without a row are
 * counted in crowds. Depends only on the scale and not on the visible range, so that panning never moves markers between
 * rows.
 */
export function packLane(
  markers: readonly Marker[],
  rows: number,
  msPerPixel: number,
  now: number,
): PackedLane {
  const bars: Bar[] = []
  const remaining: Marker[] = []
  const order = rowOrder(rows)
  const newest: (Bar | undefined)[] = Array.from({ length: rows })
  for (const marker of markers) {
    const start = marker.from / msPerPixel
    const end = endOf(marker, now) / msPerPixel
    // Both bars have a glyph at their end.
    const row = order.find((one) => (newest[one]?.end ?? -Infinity) + gap <= start - 2 * glyphHalf)
    if (row === undefined) {
      remaining.push(marker)
      continue
    }
    const before = newest[row]
    if (before) before.room = start - glyphHalf - gap
    const bar = { marker, row, start, end, room: Number.POSITIVE_INFINITY }
    newest[row] = bar
    bars.push(bar)
  }
  return { bars, crowds: crowdsOf(remaining, msPerPixel) }
}

/** Rows from the center outwards, so that a few records are centered in their lane. */
export function rowOrder(rows: number): number[] {
  const middle = (rows - 1) / 2
  return Array.from({ length: rows }, (_, row) => row).sort(
    (a, b) => Math.abs(a - middle) - Math.abs(b - middle) || a - b,
  )
}

function crowdsOf(markers: readonly Marker[], msPerPixel: number): Crowd[] {
  const crowds: { start: number; markers: Marker[] }[] = []
  for (const marker of markers) {
    const at = marker.from / msPerPixel
    const last = crowds.at(-1)
    if (last && at - last.start < crowdReach) last.markers.push(marker)
    else crowds.push({ start: at, markers: [marker] })
  }
  return crowds
}
