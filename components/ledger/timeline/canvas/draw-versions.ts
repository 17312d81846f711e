import { shortTag } from "@/components/ledger/deployments/short-tag"
import {
  lanesInSight,
  versionRowHeight,
  versionRowMiddle,
} from "@/components/ledger/timeline/canvas/geometry"
import {
  boxOf,
  drawArc,
  drawGlyph,
  drawRing,
  type Frame,
  type VersionsLayout,
} from "@/components/ledger/timeline/canvas/layout"
import { glyphSize } from "@/components/ledger/timeline/canvas/palette"
import { endOf, type Marker } from "@/components/ledger/timeline/data/markers"
import type { Segment, VersionRow } from "@/components/ledger/timeline/data/segments"
import { litMarker } from "@/components/ledger/timeline/data/view-store"
import { shorten } from "@/lib/platform/format"

const barHeight = 18
/** The minimum width of a segment; narrower ones are combined. */
const minSegment = 4
/** The minimum distance of marks of successful deployments; closer ones are omitted. */
const minApart = 9
const minReturn = 14
const labelPadding = 6
const minLabel = 26

export function drawVersions(frame: Frame, layout: VersionsLayout): void {
  const { geometry, state } = frame
  for (const [lane, box] of lanesInSight(geometry, state.scrollTop)) {
    for (const [index, row] of (layout.lanes.get(lane) ?? []).entries()) {
      const y = versionRowMiddle(box, index, state.scrollTop)
      if (y < 0 || y > geometry.height + versionRowHeight) continue
      drawSegments(frame, row, y)
      drawMarks(frame, row, y)
    }
  }
  const lit = litMarker(state)
  if (lit) drawSelected(frame, layout, lit)
}

/** One bar: a segment, or several neighbors too narrow to see individually. */
export interface Block {
  x: number
  end: number
  segment: Segment
  count: number
}

export function blocksOf(
  { segments }: VersionRow,
  { xOf, geometry }: Pick<Frame, "xOf" | "geometry">,
): Block[] {
  const blocks: Block[] = []
  for (const segment of segments) {
    const x = xOf(segment.from)
    const end = xOf(segment.to)
    if (end < 0) continue
    if (x > geometry.width) break
    const last = blocks.at(-1)
    const isNarrow = end - x < minSegment
    if (last && isNarrow && x - last.end < 1 && (last.count > 1 || last.end - last.x < minSegment)) {
      last.end = end
      last.count++
      last.segment = segment
    } else blocks.push({ x, end, segment, count: 1 })
  }
  return blocks
}

function drawSegments(frame: Frame, row: VersionRow, y: number): void {
  const { context, palette, state } = frame
  const top = Math.round(y - barHeight / 2)
  const hovered = state.hover?.kind === "segment" ? state.hover.segment : null
  const blocks = blocksOf(row, frame)
  if (blocks.length === 0) {
    drawAbsence(frame, row.label, y)
    return
  }
  for (const { x, end, segment, count } of blocks) {
    const left = Math.round(x)
    const width = Math.max(1, Math.round(end) - left - 1)
    const isLit = hovered !== null && hovered.deploymentId === segment.deploymentId
    context.globalAlpha = 1
    context.fillStyle = count > 1 || isLit ? palette.line : palette.raised
    context.fillRect(left, top, width, barHeight)
    if (count === 1 && width > 2) {
      context.fillStyle = palette.status.DEPLOYED
      context.globalAlpha = 0.75
      context.fillRect(left, top, 2, barHeight)
      context.globalAlpha = 1
    }
  }
  const labels = blocks.map((block) => ({ block, ...labelOf(frame, block, row.label) }))
  // Without room in the first segment, the name is only at the left end and the versions begin after it.
  const isNamed = labels[0]?.name !== ""
  const edge = isNamed ? 0 : drawName(frame, row.label, y)
  for (const { block, version, name } of labels)
    drawLabel(frame, block, { version, name: isNamed ? name : "" }, y, edge)
}

/** The name of a row without a visible segment, because it ran earlier or runs later. */
function drawAbsence({ context, palette }: Frame, label: string, y: number): void {
  context.font = palette.smallFont
  context.fillStyle = palette.muted
  context.globalAlpha = 0.7
  context.fillText(`${label} · not running`, labelPadding + 2, y + 0.5)
  context.globalAlpha = 1
}

/** The name of a row at its left end, over segments too narrow for a label. Returns where it ends. */
function drawName({ context, palette }: Frame, label: string, y: number): number {
  context.font = palette.smallFont
  context.fillStyle = palette.surface
  const width = context.measureText(label).width + 2 * labelPadding
  context.fillRect(2, Math.round(y - barHeight / 2), width, barHeight)
  context.fillStyle = palette.muted
  context.fillText(label, labelPadding + 2, y + 0.5)
  return width + 2
}

interface BlockLabel {
  version: string
  /** "application · "; empty without room for it. */
  name: string
}

/** Where the label of a block may be: visible while any part of the block is, and after `edge`. */
function labelRoom({ geometry }: Frame, { x, end }: Block, edge = 0) {
  const from = Math.max(x, edge) + labelPadding + 2
  return { from, room: Math.min(end, geometry.width) - from - labelPadding }
}

/** "application · version", or only the version if there is little room. */
function labelOf(frame: Frame, block: Block, label: string): BlockLabel {
  const { context, palette } = frame
  const { segment, count } = block
  const { room } = labelRoom(frame, block)
  const countLabel = `${count} versions`
  const version =
    count === 1
      ? shortTag(segment.imageTag)
      : countLabel.length * palette.monoWidth <= room
        ? countLabel
        : String(count)
  const name = `${label} · `
  context.font = palette.smallFont
  const width = context.measureText(name).width + version.length * palette.monoWidth
  return { version, name: room >= minLabel && width <= room ? name : "" }
}

function drawLabel(frame: Frame, block: Block, label: BlockLabel, y: number, edge: number): void {
  const { context, palette } = frame
  const { version, name } = label
  const { from, room } = labelRoom(frame, block, edge)
  if (room < minLabel) return
  context.font = palette.smallFont
  context.fillStyle = palette.muted
  context.fillText(name, from, y + 0.5)
  const nameWidth = context.measureText(name).width
  const letters = Math.floor((room - nameWidth) / palette.monoWidth)
  if (letters < Math.min(3, version.length)) return
  context.font = palette.monoFont
  context.fillStyle = palette.text
  context.fillText(shorten(version, letters), from + nameWidth, y + 0.5)
}

/** Deployments that did not simply succeed are always marked. */
function drawMarks(frame: Frame, { markers }: VersionRow, y: number): void {
  const { geometry } = frame
  let last = Number.NEGATIVE_INFINITY
  for (const marker of markers) {
    const x = frame.xOf(marker.from)
    if (x < -glyphSize || x > geometry.width + glyphSize) continue
    if (marker.status === "PENDING") drawPending(frame, marker, x, y)
    if (marker.isRollback) drawReturn(frame, markers, marker, x, y)
    if (marker.status === "DEPLOYED" && !marker.isRollback) continue
    if (x - last < minApart && marker.status !== "FAILED") continue
    last = x
    drawGlyph(frame, marker.isRollback ? "ROLLED_BACK" : marker.status, x, y)
  }
}

function drawPending({ context, palette, xOf, now }: Frame, marker: Marker, x: number, y: number): void {
  const end = xOf(endOf(marker, now))
  context.fillStyle = palette.hatches[marker.status]
  context.fillRect(x, y + barHeight / 2 - 4, Math.max(2, end - x), 4)
}

function drawReturn(frame: Frame, markers: readonly Marker[], rollback: Marker, x: number, y: number): void {
  const replaced = markers.find(({ id }) => id === rollback.replaces)
  if (!replaced) return
  const from = frame.xOf(replaced.from)
  if (x - from < minReturn) return
  const top = y - barHeight / 2
  frame.context.lineWidth = 1.25
  drawArc(frame, { x, y: top }, { x: from, y: top + 1 }, top - 5)
}

function drawSelected(frame: Frame, layout: VersionsLayout, marker: Marker): void {
  const row = layout.rowOf.get(marker.id)
  const box = boxOf(frame, marker)
  if (row === undefined || !box) return
  const x = frame.xOf(marker.from)
  const y = versionRowMiddle(box, row, frame.state.scrollTop)
  drawGlyph(frame, marker.status, x, y)
  drawRing(frame, { x, end: x, y })
}
