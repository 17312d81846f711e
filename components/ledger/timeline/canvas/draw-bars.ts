import { deploymentStatusStyles } from "@/components/ledger/deployments/status-badge"
import {
  barHeight,
  crowdMiddle,
  type LaneBox,
  lanesInSight,
  rowHeight,
  rowMiddle,
} from "@/components/ledger/timeline/canvas/geometry"
import {
  type Bar,
  type BarLayout,
  boxOf,
  type Crowd,
  drawArc,
  drawGlyph,
  drawRing,
  type Frame,
  glyphHalf,
} from "@/components/ledger/timeline/canvas/layout"
import { endOf, type Marker, promotionPath } from "@/components/ledger/timeline/data/markers"
import { litMarker } from "@/components/ledger/timeline/data/view-store"
import { shorten } from "@/lib/platform/format"

const labelPixels = 44
/** Tags that are full hashes would fill the lane. */
const maxLetters = 20

export function drawBars(frame: Frame, layout: BarLayout): void {
  const { geometry, state } = frame
  const shift = state.view.from / layout.msPerPixel
  drawArcs(frame, layout)
  for (const [lane, box] of lanesInSight(geometry, state.scrollTop)) {
    const packed = layout.lanes.get(lane)
    if (!packed) continue
    for (const bar of packed.bars) {
      const x = bar.start - shift
      const end = bar.end - shift
      if (end + glyphHalf < 0) continue
      if (x - glyphHalf > geometry.width) break
      drawBar(frame, bar, { x, end, y: rowMiddle(box, bar.row, state.scrollTop), shift })
    }
    for (const crowd of packed.crowds) drawCrowd(frame, crowd, shift, box)
  }
  const lit = litMarker(state)
  if (lit) drawPath(frame, layout, lit)
}

/** A bar from `x` to `end` at the height `y`; `shift`: the left edge of the view in pixels of the layout. */
interface DrawnBar {
  x: number
  end: number
  y: number
  shift: number
}

function drawBar(frame: Frame, bar: Bar, { x, end, y, shift }: DrawnBar): void {
  const { context, palette } = frame
  const { status } = bar.marker
  const top = y - barHeight / 2
  const width = end - x
  context.globalAlpha = 1
  if (width > 1) {
    const fill = deploymentStatusStyles[status].fill
    context.fillStyle = fill === "hatch" ? palette.hatches[status] : palette.status[status]
    if (fill !== "outline") {
      if (fill === "solid") context.globalAlpha = 0.55
      context.fillRect(x, top, width, barHeight)
      context.globalAlpha = 1
    }
    if (fill !== "solid") {
      context.strokeStyle = palette.status[status]
      context.lineWidth = 1
      context.strokeRect(x + 0.5, top + 0.5, Math.max(0, width - 1), barHeight - 1)
    }
  } else {
    // A tick: the start is known, the duration is not.
    context.fillStyle = palette.status[status]
    context.fillRect(Math.round(x) - 0.5, y - rowHeight / 2 + 1, 1, rowHeight - 2)
  }
  drawGlyph(frame, status, end, y)
  const room = Math.min(bar.room - shift, frame.geometry.width) - end - glyphHalf - 4
  const label = end + glyphHalf + 3
  // At the left edge it would be cut, and say another version.
  if (label >= 0 && room > labelPixels) drawLabel(frame, bar.marker, label, y, room)
}

function drawLabel({ context, palette }: Frame, marker: Marker, x: number, y: number, room: number): void {
  const text = shorten(marker.imageTag, Math.min(maxLetters, Math.floor(room / palette.monoWidth)))
  context.font = palette.monoFont
  context.fillStyle = palette.muted
  context.fillText(text, x, y + 0.5)
}

function drawCrowd(frame: Frame, crowd: Crowd, shift: number, box: LaneBox): void {
  const { context, palette, geometry, state } = frame
  const x = crowd.start - shift
  if (x < glyphHalf || x > geometry.width) return
  const y = crowdMiddle(box, state.scrollTop)
  context.font = palette.smallFont
  context.fillStyle = palette.text
  context.fillText(`+${crowd.markers.length}`, x - glyphHalf, y)
}

function drawArcs(frame: Frame, layout: BarLayout): void {
  const { context, state, geometry } = frame
  const lit = litMarker(state)?.id
  for (const { rollback, replaced } of layout.arcs) {
    const from = pointOf(frame, layout, rollback)
    const to = pointOf(frame, layout, replaced)
    if (!from || !to || from.x < -50 || to.x > geometry.width + 50) continue
    const isLit = lit === rollback.id || lit === replaced.id
    const height = Math.min(22, 8 + (from.x - to.x) / 8)
    const top = Math.min(from.y, to.y) - height
    context.globalAlpha = isLit ? 1 : 0.5
    context.lineWidth = isLit ? 2 : 1.25
    drawArc(frame, { x: from.x, y: from.y - 6 }, { x: to.end, y: to.y - 7 }, top)
  }
  context.globalAlpha = 1
}

function drawPath(frame: Frame, layout: BarLayout, marker: Marker): void {
  const { context, palette } = frame
  const points = promotionPath(frame.data.markers, marker).flatMap((one) => pointOf(frame, layout, one) ?? [])
  context.strokeStyle = palette.accent
  context.lineWidth = 1.5
  context.beginPath()
  for (const [index, point] of points.entries()) {
    if (index === 0) context.moveTo(point.end, point.y)
    else context.lineTo(point.end, point.y)
  }
  if (points.length > 1) context.stroke()
  for (const { status, end, y } of points) drawGlyph(frame, status, end, y)
  const ownPoint = pointOf(frame, layout, marker)
  if (ownPoint) drawRing(frame, ownPoint)
}

function pointOf(frame: Frame, layout: BarLayout, marker: Marker) {
  const bar = layout.bars.get(marker.id)
  const box = boxOf(frame, marker)
  if (!bar || !box) return null
  return {
    x: frame.xOf(marker.from),
    end: frame.xOf(endOf(marker, frame.now)),
    y: rowMiddle(box, bar.row, frame.state.scrollTop),
    status: marker.status,
  }
}
