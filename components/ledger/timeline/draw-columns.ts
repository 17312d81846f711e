import { deploymentStatusStyles } from "@/components/ledger/deployments/status-badge"
import { bucketStart, type LaneColumns } from "@/components/ledger/timeline/density"
import type { Frame } from "@/components/ledger/timeline/frame"
import { type LaneBox, lanesInSight, laneTop } from "@/components/ledger/timeline/geometry"
import type { StatusCounts } from "@/components/ledger/timeline/mark"
import type { ColumnScene } from "@/components/ledger/timeline/scene"
import { positionOf } from "@/components/ledger/timeline/viewport"
import type { DeploymentStatus } from "@/lib/ledger/deployments/schema"

/** From bottom to top: failures are on top, where they are not hidden among many successes. */
const order: readonly DeploymentStatus[] = ["DEPLOYED", "PENDING", "ROLLED_BACK", "FAILED"]
const headRoom = 10

/** Counts over time, stacked by status; all lanes share one scale, so that heights are comparable. */
export function paintColumns(frame: Frame, scene: ColumnScene): void {
  const { geometry, state, lanes } = frame
  const pixelsEach = (Math.max(...geometry.boxes.map((box) => box.height)) - headRoom) / scene.tallest
  for (const [lane, box] of lanesInSight(geometry, state.scrollTop)) {
    const columns = scene.lanes.get(lanes[lane] ?? "")
    if (columns) paintLane(frame, scene, columns, { lane, box, pixelsEach })
  }
}

interface LanePlace {
  lane: number
  box: LaneBox
  pixelsEach: number
}

function paintLane(frame: Frame, scene: ColumnScene, columns: LaneColumns, place: LanePlace): void {
  const { geometry, state } = frame
  const { lane, box, pixelsEach } = place
  const bottom = laneTop(box, state.scrollTop) + box.height - 1
  const first = bucketStart(state.view.from, scene.bucketMs)
  for (let start = first; start < state.view.to; start += scene.bucketMs) {
    const counts = columns.get(start)
    if (!counts) continue
    const x = positionOf(state.view, start, geometry.width)
    const next = positionOf(state.view, start + scene.bucketMs, geometry.width)
    const lit =
      state.hover?.kind === "column" && state.hover.lane === frame.lanes[lane] && state.hover.start === start
    paintColumn(frame, counts, x, Math.max(1, next - x - 1), bottom, pixelsEach, lit)
  }
}

function paintColumn(
  frame: Frame,
  counts: StatusCounts,
  x: number,
  width: number,
  bottom: number,
  pixelsEach: number,
  lit: boolean,
): void {
  const { context, palette } = frame
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
