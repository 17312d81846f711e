import { type RollbackArc, rollbackArcs } from "@/components/ledger/timeline/connections"
import {
  bucketFor,
  columnsOf,
  type DensityCell,
  type LaneColumns,
  tallest,
} from "@/components/ledger/timeline/density"
import type { Geometry } from "@/components/ledger/timeline/geometry"
import { type LaneKind, laneOf, type Mark } from "@/components/ledger/timeline/mark"
import { type Bar, type PackedLane, packLane } from "@/components/ledger/timeline/packing"
import { spanOf, type Viewport } from "@/components/ledger/timeline/viewport"

/** The known records around the view: single marks (oldest first), or counts if there are too many. */
export interface TimelineData {
  readonly marks: readonly Mark[]
  readonly cells: readonly DensityCell[]
  /** Length of the coarsest cell in milliseconds; 0 if there are none. */
  readonly cellMs: number
}

export interface BarScene {
  readonly kind: "bars"
  readonly msPerPixel: number
  readonly lanes: ReadonlyMap<string, PackedLane>
  readonly bars: ReadonlyMap<string, Bar>
  readonly arcs: readonly RollbackArc[]
}

export interface ColumnScene {
  readonly kind: "columns"
  readonly bucketMs: number
  readonly tallest: number
  readonly lanes: ReadonlyMap<string, LaneColumns>
}

export type Scene = BarScene | ColumnScene

/** What positions depend on, apart from the view. */
export interface Setting {
  data: TimelineData
  laneKind: LaneKind
  /** Lane names, from top to bottom, one per box of the geometry. */
  lanes: readonly string[]
  geometry: Geometry
  now: number
}

/** The minimum width of a column, and the average space per bar required to draw bars, in pixels. */
const columnPixels = 4
const barPixels = 16

/** Computes the layout, only when data, scale or sizes changed: panning reuses the last scene. */
export function makeScenery() {
  let known: { key: readonly unknown[]; scene: Scene } | null = null
  return ({ data, laneKind, lanes, geometry, now }: Setting, view: Viewport): Scene => {
    const msPerPixel = spanOf(view) / geometry.width
    const bars = data.cells.length === 0 && !isCrowded(data.marks, view, geometry)
    const bucketMs = Math.max(bucketFor(msPerPixel, columnPixels), data.cellMs)
    const key = bars ? [data, laneKind, lanes, geometry, msPerPixel, now] : [data, laneKind, bucketMs]
    if (known?.key.length === key.length && known.key.every((part, index) => part === key[index])) {
      return known.scene
    }
    const scene = bars
      ? barScene({ data, laneKind, lanes, geometry, now }, msPerPixel)
      : columnScene(data, laneKind, bucketMs)
    known = { key, scene }
    return scene
  }
}

function isCrowded(marks: readonly Mark[], view: Viewport, geometry: Geometry): boolean {
  const rows = geometry.boxes.reduce((sum, box) => sum + box.rows, 0)
  const room = (geometry.width / barPixels) * rows
  let inView = 0
  for (const mark of marks) if (mark.from >= view.from && mark.from < view.to) inView++
  return inView > room
}

function barScene({ data, laneKind, lanes: names, geometry, now }: Setting, msPerPixel: number): BarScene {
  const byLane = Map.groupBy(data.marks, (mark) => laneOf(mark, laneKind))
  const lanes = new Map<string, PackedLane>()
  const bars = new Map<string, Bar>()
  for (const [lane, marks] of byLane) {
    const box = geometry.boxes[names.indexOf(lane)]
    if (!box) continue
    const packed = packLane(marks, box.rows, msPerPixel, now)
    lanes.set(lane, packed)
    for (const bar of packed.bars) bars.set(bar.mark.id, bar)
  }
  return { kind: "bars", msPerPixel, lanes, bars, arcs: rollbackArcs(data.marks) }
}

function columnScene(data: TimelineData, kind: LaneKind, bucketMs: number): ColumnScene {
  const lanes = columnsOf(data.cells, data.marks, kind, bucketMs)
  return { kind: "columns", bucketMs, tallest: tallest(lanes), lanes }
}
