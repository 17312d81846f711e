import { paintBars } from "@/components/ledger/timeline/draw-bars"
import { paintColumns } from "@/components/ledger/timeline/draw-columns"
import type { Frame } from "@/components/ledger/timeline/frame"
import { axisHeight, lanesInSight, laneTop } from "@/components/ledger/timeline/geometry"
import type { Scene } from "@/components/ledger/timeline/scene"
import { type Tick, ticksOf } from "@/components/ledger/timeline/ticks"
import { positionOf } from "@/components/ledger/timeline/viewport"

/** Draws one complete frame. */
export function paint(frame: Frame, scene: Scene): void {
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
  paintGround(frame, ticks)
  paintUnread(frame)
  if (scene.kind === "bars") paintBars(frame, scene)
  else paintColumns(frame, scene)
  paintBrush(frame)
  context.restore()
  paintAxis(frame, ticks)
  paintPresent(frame)
}

function paintGround(frame: Frame, ticks: readonly Tick[]): void {
  const { context, geometry, palette, state } = frame
  for (const tick of ticks) {
    const x = Math.round(positionOf(state.view, tick.at, geometry.width))
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

function paintUnread(frame: Frame): void {
  const { context, geometry, palette, state } = frame
  context.fillStyle = palette.raised
  for (const part of frame.unread) {
    const from = positionOf(state.view, part.from, geometry.width)
    const to = positionOf(state.view, part.to, geometry.width)
    context.fillRect(from, axisHeight, to - from, geometry.height)
  }
}

function paintBrush(frame: Frame): void {
  const { context, geometry, palette, state } = frame
  if (!state.brush) return
  const from = positionOf(state.view, state.brush.from, geometry.width)
  const to = positionOf(state.view, state.brush.to, geometry.width)
  context.fillStyle = palette.accent
  context.globalAlpha = 0.12
  context.fillRect(from, axisHeight, to - from, geometry.height)
  context.globalAlpha = 1
  context.fillRect(Math.round(from), axisHeight, 1, geometry.height)
  context.fillRect(Math.round(to), axisHeight, 1, geometry.height)
}

function paintAxis(frame: Frame, ticks: readonly Tick[]): void {
  const { context, geometry, palette, state } = frame
  context.fillStyle = palette.line
  context.fillRect(0, axisHeight - 1, geometry.width, 1)
  context.font = frame.smallFont
  context.textBaseline = "middle"
  context.textAlign = "left"
  for (const tick of ticks) {
    const x = positionOf(state.view, tick.at, geometry.width)
    context.fillStyle = palette.line
    context.fillRect(Math.round(x), axisHeight - 6, 1, 5)
    context.fillStyle = tick.major ? palette.text : palette.muted
    context.fillText(tick.label, x + 4, axisHeight / 2)
  }
}

/** The line for now, or for the selected past instant with everything after it dimmed. */
function paintPresent(frame: Frame): void {
  const { context, geometry, palette, state } = frame
  const at = frame.asOf ?? frame.now
  const x = Math.round(positionOf(state.view, at, geometry.width))
  if (frame.asOf !== null && x < geometry.width) {
    context.globalAlpha = 0.72
    context.fillStyle = palette.surface
    context.fillRect(Math.max(0, x), axisHeight, geometry.width, geometry.height)
    context.globalAlpha = 1
  }
  if (x < 0 || x > geometry.width) return
  context.fillStyle = palette.accent
  context.fillRect(x, axisHeight - 6, 1, geometry.height)
  context.font = frame.smallFont
  const word = frame.asOf === null ? "now" : "as of"
  const width = context.measureText(word).width + 8
  const left = Math.min(geometry.width - width, Math.max(0, x - width / 2))
  context.fillStyle = palette.surface
  context.fillRect(left, 4, width, axisHeight - 8)
  context.fillStyle = palette.accent
  context.textAlign = "left"
  context.fillText(word, left + 4, axisHeight / 2)
}
