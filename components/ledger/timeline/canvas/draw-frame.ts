import { deploymentStatusStyles } from "@/components/ledger/deployments/status-badge"
import { drawBars } from "@/components/ledger/timeline/canvas/draw-bars"
import { drawVersions } from "@/components/ledger/timeline/canvas/draw-versions"
import { axisHeight, lanesInSight, laneTop } from "@/components/ledger/timeline/canvas/geometry"
import type { ColumnsLayout, Frame, Layout } from "@/components/ledger/timeline/canvas/layout"
import { type Tick, ticksOf } from "@/components/ledger/timeline/canvas/ticks"
import { bucketStart, type StatusCounts } from "@/components/ledger/timeline/data/markers"
import type { DeploymentStatus } from "@/lib/ledger/deployments/schema"

export function drawFrame(frame: Frame, layout: Layout): void {
  const { context, geometry, palette } = frame
  const { width, height } = geometry
  context.globalAlpha = 1
  context.fillStyle = palette.surface
  context.fillRect(0, 0, width, height)
  const ticks = ticksOf(frame.state.view, width)
  context.save()
  context.beginPath()
  context.rect(0, axisHeight, width, height - axisHeight)
  context.clip()
  drawGround(frame, ticks)
  drawUnread(frame)
  drawWindows(frame)
  if (layout.kind === "bars") drawBars(frame, layout)
  else if (layout.kind === "versions") drawVersions(frame, layout)
  else drawColumns(frame, layout)
  drawWindowLabels(frame)
  drawBrush(frame)
  context.restore()
  drawAxis(frame, ticks)
  drawPresent(frame)
}

function drawGround(frame: Frame, ticks: readonly Tick[]): void {
  const { context, geometry, palette, state } = frame
  for (const tick of ticks) {
    const x = Math.round(frame.xOf(tick.at))
    context.globalAlpha = tick.major ? 1 : 0.55
    context.fillStyle = palette.line
    context.fillRect(x, axisHeight, 1, geometry.height)
  }
  context.globalAlpha = 1
  context.fillStyle = palette.line
  for (const [, box] of lanesInSight(geometry, state.scrollTop)) {
    context.fillRect(0, laneTop(box, state.scrollTop) + box.height - 1, geometry.width, 1)
  }
}

function drawUnread({ context, geometry, palette, unread, xOf }: Frame): void {
  context.fillStyle = palette.raised
  for (const { from, to } of unread) {
    context.fillRect(xOf(from), axisHeight, xOf(to) - xOf(from), geometry.height)
  }
}

/** Behind the lanes: rollouts, freezes, incidents and notes. */
function drawWindows(frame: Frame): void {
  const { context, geometry } = frame
  for (const { left, right, color } of windowsInSight(frame)) {
    context.fillStyle = color
    context.globalAlpha = 0.1
    context.fillRect(left, axisHeight, Math.max(2, right - left), geometry.height)
    context.globalAlpha = 0.5
    context.fillRect(Math.round(left), axisHeight, 1, geometry.height)
    context.globalAlpha = 1
  }
}

/** Drawn over the lanes, which reach to the bottom if there are many. */
function drawWindowLabels(frame: Frame): void {
  const { context, geometry, palette } = frame
  let lastLabel = Number.POSITIVE_INFINITY
  context.font = palette.smallFont
  for (const { left, label, color } of windowsInSight(frame)) {
    const at = Math.max(left, 0) + 4
    const { width } = context.measureText(label)
    // Newest first, so that older labels are omitted if they overlap.
    if (at + width + 8 > lastLabel) continue
    context.fillStyle = palette.surface
    context.fillRect(at - 3, geometry.height - 18, width + 6, 16)
    context.fillStyle = color
    context.fillText(label, at, geometry.height - 10)
    lastLabel = at
  }
}

function windowsInSight({ geometry, palette, xOf, windows, now }: Frame) {
  const { accent, muted, status } = palette
  const colors = { rollout: accent, FREEZE: accent, INCIDENT: status.FAILED, NOTE: muted }
  return windows
    .map(({ from, to, kind, label }) => ({
      left: xOf(from),
      right: xOf(to ?? now),
      color: colors[kind],
      label,
    }))
    .filter(({ left, right }) => right >= 0 && left <= geometry.width)
}

function drawBrush({ context, geometry, palette, state, xOf }: Frame): void {
  if (!state.brush) return
  const from = xOf(state.brush.from)
  const to = xOf(state.brush.to)
  context.fillStyle = palette.accent
  context.globalAlpha = 0.12
  context.fillRect(from, axisHeight, to - from, geometry.height)
  context.globalAlpha = 1
  context.fillRect(Math.round(from), axisHeight, 1, geometry.height)
  context.fillRect(Math.round(to), axisHeight, 1, geometry.height)
}

function drawAxis(frame: Frame, ticks: readonly Tick[]): void {
  const { context, geometry, palette } = frame
  context.fillStyle = palette.line
  context.fillRect(0, axisHeight - 1, geometry.width, 1)
  context.font = palette.smallFont
  const present = presentLabel(frame)
  for (const tick of ticks) {
    const x = frame.xOf(tick.at)
    context.fillStyle = palette.line
    context.fillRect(Math.round(x), axisHeight - 6, 1, 5)
    const end = x + 4 + context.measureText(tick.label).width
    if (present.isInSight && end > present.left && x < present.left + present.width) continue
    context.fillStyle = tick.major ? palette.text : palette.muted
    context.fillText(tick.label, x + 4, axisHeight / 2)
  }
}

/** The word on the axis for now, or for the selected past instant. */
function presentLabel({ context, geometry, palette, xOf, asOf, now }: Frame) {
  const x = Math.round(xOf(asOf ?? now))
  const word = asOf === null ? "now" : "as of"
  context.font = palette.smallFont
  const width = context.measureText(word).width + 8
  const left = Math.min(geometry.width - width, Math.max(0, x - width / 2))
  return { x, word, width, left, isInSight: x >= 0 && x <= geometry.width }
}

/** The line for now, or for the selected past instant with everything after it dimmed. */
function drawPresent(frame: Frame): void {
  const { context, geometry, palette } = frame
  const { x, word, width, left, isInSight } = presentLabel(frame)
  if (frame.asOf !== null && x < geometry.width) {
    context.globalAlpha = 0.72
    context.fillStyle = palette.surface
    context.fillRect(Math.max(0, x), axisHeight, geometry.width, geometry.height)
    context.globalAlpha = 1
  }
  if (!isInSight) return
  context.fillStyle = palette.accent
  context.fillRect(x, axisHeight - 6, 1, geometry.height)
  context.fillStyle = palette.surface
  context.fillRect(left, 4, width, axisHeight - 8)
  context.fillStyle = palette.accent
  context.fillText(word, left + 4, axisHeight / 2)
}

/** Drawn from bottom to top: failures are on top, so that many successes do not hide them. */
const order: readonly DeploymentStatus[] = ["DEPLOYED", "PENDING", "ROLLED_BACK", "FAILED"]
const headRoom = 10

/** Counts over time, stacked by status; all lanes share one scale, so that heights are comparable. */
function drawColumns(frame: Frame, layout: ColumnsLayout): void {
  const { geometry, state, xOf } = frame
  const { view, hover, scrollTop } = state
  const { bucketMs } = layout
  const heights = [...geometry.boxes.values()].map(({ height }) => height)
  const pixelsEach = (Math.max(...heights) - headRoom) / layout.tallest
  for (const [lane, box] of lanesInSight(geometry, scrollTop)) {
    const columns = layout.lanes.get(lane)
    const bottom = laneTop(box, scrollTop) + box.height - 1
    for (let start = bucketStart(view.from, bucketMs); start < view.to; start += bucketMs) {
      const counts = columns?.get(start)
      if (!counts) continue
      const x = xOf(start)
      const width = Math.max(1, xOf(start + bucketMs) - x - 1)
      const lit = hover?.kind === "column" && hover.lane === lane && hover.start === start
      drawColumn(frame, counts, { x, width, bottom, pixelsEach, lit })
    }
  }
}

interface DrawnColumn {
  x: number
  width: number
  bottom: number
  pixelsEach: number
  lit: boolean
}

function drawColumn(
  { context, palette }: Frame,
  counts: StatusCounts,
  { x, width, bottom, pixelsEach, lit }: DrawnColumn,
): void {
  let y = bottom
  for (const status of order) {
    const count = counts[status]
    if (count === 0) continue
    // One record among thousands must remain visible.
    const height = Math.max(2, count * pixelsEach)
    y -= height
    const fill = deploymentStatusStyles[status].fill
    context.globalAlpha = fill === "solid" && !lit ? 0.7 : 1
    context.fillStyle = fill === "hatch" && height > 3 ? palette.hatches[status] : palette.status[status]
    if (fill === "outline" && width > 3 && height > 3) {
      context.strokeStyle = palette.status[status]
      context.lineWidth = 1
      context.strokeRect(x + 0.5, y + 0.5, width - 1, height - 1)
    } else context.fillRect(x, y, width, height)
  }
  context.globalAlpha = 1
}
