import { drawFrame } from "@/components/ledger/timeline/canvas/draw-frame"
import { blocksOf } from "@/components/ledger/timeline/canvas/draw-versions"
import {
  crowdMiddle,
  type Geometry,
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
import type { Hover, ViewStore } from "@/components/ledger/timeline/data/view-store"
import { instantAt, positionOf, type Viewport } from "@/components/ledger/timeline/data/viewport"

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
  let fonts = { monoFont: "", smallFont: "", monoWidth: 7 }
  let layout: Layout = { kind: "columns", bucketMs: 1, tallest: 1, lanes: new Map() }
  let frameRequest = 0

  function draw() {
    frameRequest = 0
    const { width, height } = subject.geometry
    if (width === 0) return
    const context = prepareCanvas(canvas, width, height)
    palette ??= readColours(context)
    const state = store.get()
    layout = layoutOf(subject, state.view)
    drawFrame({ context, palette, state, ...subject, ...fonts }, layout)
    onDrawn()
  }

  function readColours(context: CanvasRenderingContext2D): Palette {
    const read = readPalette(canvas.parentElement ?? document.body)
    const monoFont = `11px ${read.mono}`
    context.font = monoFont
    fonts = { monoFont, smallFont: `11px ${read.sans}`, monoWidth: context.measureText("0").width }
    return read
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
    hitTest: (x, y) => {
      const { geometry, lanes } = subject
      return hitTest({ ...store.get(), layout, geometry, lanes }, x, y)
    },
    close: () => cancelAnimationFrame(frameRequest),
  }
}

interface Picture {
  readonly layout: Layout
  readonly geometry: Geometry
  readonly lanes: readonly string[]
  readonly view: Viewport
  readonly scrollTop: number
}

/** Hit test: what is drawn at a position on the canvas, in CSS pixels from its corner. */
function hitTest(picture: Picture, x: number, y: number): Hover | null {
  const lane = laneUnder(picture.geometry, y, picture.scrollTop)
  if (lane === null) return null
  const { layout } = picture
  if (layout.kind === "versions") return hitTestVersions(picture, layout, lane, x, y)
  return layout.kind === "bars"
    ? hitTestBar(picture, layout, lane, x, y)
    : hitTestColumn(picture, layout, lane, x, y)
}

const reach = glyphHalf + 2

function hitTestBar(picture: Picture, layout: BarLayout, lane: number, x: number, y: number): Hover | null {
  const { geometry, view, scrollTop } = picture
  const packed = layout.lanes.get(picture.lanes[lane] ?? "")
  const box = geometry.boxes[lane]
  if (!packed || !box) return null
  const shift = view.from / layout.msPerPixel
  const barAtPointer = packed.bars.findLast(
    (bar) =>
      x >= bar.start - shift - reach &&
      x <= bar.end - shift + reach &&
      Math.abs(y - rowMiddle(box, bar.row, scrollTop)) <= rowHeight / 2,
  )
  if (barAtPointer) return { x, y, kind: "marker", marker: barAtPointer.marker }
  if (Math.abs(y - crowdMiddle(box, scrollTop)) > 8) return null
  const crowd = packed.crowds.find((one) => x >= one.start - shift - reach && x <= one.start - shift + 24)
  return crowd ? { x, y, kind: "crowd", markers: crowd.markers } : null
}

function hitTestVersions(
  picture: Picture,
  layout: VersionsLayout,
  lane: number,
  x: number,
  y: number,
): Hover | null {
  const { geometry, view, scrollTop } = picture
  const box = geometry.boxes[lane]
  const row = box && layout.lanes.get(picture.lanes[lane] ?? "")?.[versionRowUnder(box, y, scrollTop)]
  if (!row) return null
  const marker = row.markers.findLast(
    ({ status, isRollback, from }) =>
      (status !== "DEPLOYED" || isRollback) && Math.abs(positionOf(view, from, geometry.width) - x) <= reach,
  )
  if (marker) return { x, y, kind: "marker", marker, on: segmentAt(row, marker.from - 1) }
  const block = blocksOf(row, { state: picture, geometry }).find((one) => x >= one.x && x < one.end)
  return block ? { x, y, kind: "segment", segment: block.segment, count: block.count } : null
}

function hitTestColumn(
  picture: Picture,
  layout: ColumnsLayout,
  lane: number,
  x: number,
  y: number,
): Hover | null {
  const name = picture.lanes[lane] ?? ""
  const start = bucketStart(instantAt(picture.view, x, picture.geometry.width), layout.bucketMs)
  const counts = layout.lanes.get(name)?.get(start)
  return counts ? { x, y, kind: "column", lane: name, start, length: layout.bucketMs, counts } : null
}
