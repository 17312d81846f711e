import { drawFrame } from "@/components/ledger/timeline/canvas/draw-frame"
import { blocksOf } from "@/components/ledger/timeline/canvas/draw-versions"
import {
  crowdMiddle,
  type Geometry,
  type LaneBox,
  laneUnder,
  rowHeight,
  rowMiddle,
  versionRowUnder,
} from "@/components/ledger/timeline/canvas/geometry"
import {
  type BarLayout,
  type ColumnsLayout,
  createLayoutCache,
  glyphHalf,
  type Layout,
  type Subject,
  type VersionsLayout,
} from "@/components/ledger/timeline/canvas/layout"
import { type Palette, prepareCanvas, readPalette } from "@/components/ledger/timeline/canvas/palette"
import { bucketStart, type Marker } from "@/components/ledger/timeline/data/markers"
import { segmentAt } from "@/components/ledger/timeline/data/segments"
import type { Hover, ViewState, ViewStore } from "@/components/ledger/timeline/data/view-store"
import { instantAt, positionOf } from "@/components/ledger/timeline/data/viewport"

export interface CanvasRenderer {
  /** Requests a redraw in the next frame; repeated calls are combined. */
  request: () => void
  show: (subject: Subject) => void
  /** Discards cached colors and glyphs, after a change of theme or screen. */
  clearPalette: () => void
  /** Single bars, columns of counts, or version segments. */
  layoutKind: () => Layout["kind"]
  /** The row of a record within its lane, if rows have a fixed height. */
  rowOf: (marker: Marker) => number | null
  hitTest: (x: number, y: number) => Hover | null
  close: () => void
}

/** Draws the timeline on a canvas, at most once per frame. `onDrawn` is called after each draw. */
export function createCanvasRenderer(
  canvas: HTMLCanvasElement,
  store: ViewStore,
  first: Subject,
  onDrawn: () => void,
): CanvasRenderer {
  const layoutOf = createLayoutCache()
  let subject = first
  let palette: Palette | null = null
  let layout: Layout = { kind: "columns", bucketMs: 1, tallest: 1, lanes: new Map() }
  let frameRequest = 0

  function draw() {
    frameRequest = 0
    const { width, height } = subject.geometry
    if (width === 0) return
    const context = prepareCanvas(canvas, width, height)
    palette ??= readPalette(canvas.parentElement ?? document.body)
    const state = store.get()
    layout = layoutOf(subject, state.view)
    const xOf = (instant: number) => positionOf(state.view, instant, width)
    drawFrame({ context, palette, state, xOf, ...subject }, layout)
    onDrawn()
  }

  function request() {
    frameRequest ||= requestAnimationFrame(draw)
  }

  return {
    request,
    show: (next) => {
      subject = next
      request()
    },
    clearPalette: () => {
      palette = null
      request()
    },
    layoutKind: () => layout.kind,
    rowOf: ({ id }) => (layout.kind === "versions" ? (layout.rowOf.get(id) ?? null) : null),
    hitTest: (x, y) => hitTest(layout, subject, store.get(), { x, y }),
    close: () => cancelAnimationFrame(frameRequest),
  }
}

/** A position on the canvas, in CSS pixels from its corner, and the lane there. */
interface Pointed {
  readonly x: number
  readonly y: number
  readonly lane: string
  readonly box: LaneBox
  readonly geometry: Geometry
  readonly state: ViewState
}

function hitTest(
  layout: Layout,
  { geometry }: Subject,
  state: ViewState,
  { x, y }: Pick<Pointed, "x" | "y">,
): Hover | null {
  const found = laneUnder(geometry, y, state.scrollTop)
  if (!found) return null
  const [lane, box] = found
  const pointed = { x, y, lane, box, geometry, state }
  if (layout.kind === "versions") return hitTestVersions(layout, pointed)
  return layout.kind === "bars" ? hitTestBar(layout, pointed) : hitTestColumn(layout, pointed)
}

const reach = glyphHalf + 2

function hitTestBar(layout: BarLayout, { x, y, lane, box, state }: Pointed): Hover | null {
  const packed = layout.lanes.get(lane)
  if (!packed) return null
  const shift = state.view.from / layout.msPerPixel
  const barAtPointer = packed.bars.findLast(
    (bar) =>
      x >= bar.start - shift - reach &&
      x <= bar.end - shift + reach &&
      Math.abs(y - rowMiddle(box, bar.row, state.scrollTop)) <= rowHeight / 2,
  )
  if (barAtPointer) return { x, y, kind: "marker", marker: barAtPointer.marker }
  if (Math.abs(y - crowdMiddle(box, state.scrollTop)) > 8) return null
  const crowd = packed.crowds.find((one) => x >= one.start - shift - reach && x <= one.start - shift + 24)
  return crowd ? { x, y, kind: "crowd", markers: crowd.markers } : null
}

function hitTestVersions(
  layout: VersionsLayout,
  { x, y, lane, box, geometry, state }: Pointed,
): Hover | null {
  const row = layout.lanes.get(lane)?.[versionRowUnder(box, y, state.scrollTop)]
  if (!row) return null
  const xOf = (instant: number) => positionOf(state.view, instant, geometry.width)
  const marker = row.markers.findLast(
    ({ status, isRollback, from }) =>
      (status !== "DEPLOYED" || isRollback) && Math.abs(xOf(from) - x) <= reach,
  )
  if (marker) return { x, y, kind: "marker", marker, on: segmentAt(row, marker.from - 1) }
  const block = blocksOf(row, { xOf, geometry }).find((one) => x >= one.x && x < one.end)
  return block ? { x, y, kind: "segment", segment: block.segment, count: block.count } : null
}

function hitTestColumn(layout: ColumnsLayout, { x, y, lane, geometry, state }: Pointed): Hover | null {
  const start = bucketStart(instantAt(state.view, x, geometry.width), layout.bucketMs)
  const counts = layout.lanes.get(lane)?.get(start)
  return counts ? { x, y, kind: "column", lane, start, length: layout.bucketMs, counts } : null
}
