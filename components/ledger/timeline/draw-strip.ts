import { deploymentStatusStyles } from "@/components/ledger/deployments/status-badge"
import { bucketStart, type DensityCell } from "@/components/ledger/timeline/density"
import { noCounts, type StatusCounts, totalOf } from "@/components/ledger/timeline/mark"
import type { Palette } from "@/components/ledger/timeline/palette"
import { positionOf, type Viewport } from "@/components/ledger/timeline/viewport"
import { deploymentStatuses } from "@/lib/ledger/deployments/statuses"

export interface Strip {
  extent: Viewport
  cells: readonly DensityCell[]
  cellMs: number
  /** CSS pixels. */
  width: number
  height: number
}

/** The columns of the whole ledger, drawn once: while the user drags, only the visible range moves. */
export function paintStripGround(canvas: HTMLCanvasElement, palette: Palette, strip: Strip): void {
  const { extent, cellMs, width, height } = strip
  const context = prepare(canvas, width, height)
  if (!context) return
  context.fillStyle = palette.surface
  context.fillRect(0, 0, width, height)
  const columns = sumByStart(strip)
  const most = Math.max(1, ...[...columns.values()].map(totalOf))
  for (const [start, counts] of columns) {
    const x = positionOf(extent, start, width)
    const columnWidth = Math.max(1, positionOf(extent, start + cellMs, width) - x - 0.5)
    let y = height
    for (const status of deploymentStatuses) {
      const tall = (counts[status] / most) * (height - 6)
      y -= tall
      context.globalAlpha = deploymentStatusStyles[status].fill === "solid" ? 0.6 : 1
      context.fillStyle = palette.status[status]
      context.fillRect(x, y, columnWidth, tall)
    }
  }
}

/** The strip with everything outside the visible range dimmed. */
export function paintStrip(
  canvas: HTMLCanvasElement,
  ground: HTMLCanvasElement,
  palette: Palette,
  { extent, width, height }: Strip,
  view: Viewport,
): void {
  const context = prepare(canvas, width, height)
  if (!context || ground.width === 0) return
  context.drawImage(ground, 0, 0, width, height)
  const from = Math.max(0, positionOf(extent, view.from, width))
  const to = Math.min(width, Math.max(from + 3, positionOf(extent, view.to, width)))
  context.fillStyle = palette.surface
  context.globalAlpha = 0.62
  context.fillRect(0, 0, from, height)
  context.fillRect(to, 0, width - to, height)
  context.globalAlpha = 1
  context.strokeStyle = palette.accent
  context.lineWidth = 1.5
  context.strokeRect(from + 0.75, 0.75, Math.max(2, to - from - 1.5), height - 1.5)
}

function sumByStart({ cells, cellMs }: Strip): Map<number, StatusCounts> {
  const columns = new Map<number, StatusCounts>()
  for (const cell of cells) {
    const start = bucketStart(cell.start, cellMs)
    const column = columns.get(start) ?? noCounts()
    for (const status of deploymentStatuses) column[status] += cell.counts[status]
    columns.set(start, column)
  }
  return columns
}

function prepare(canvas: HTMLCanvasElement, width: number, height: number): CanvasRenderingContext2D | null {
  const ratio = window.devicePixelRatio || 1
  if (canvas.width !== Math.round(width * ratio)) canvas.width = Math.round(width * ratio)
  if (canvas.height !== Math.round(height * ratio)) canvas.height = Math.round(height * ratio)
  const context = canvas.getContext("2d", { alpha: false })
  context?.setTransform(ratio, 0, 0, ratio, 0, 0)
  if (context) context.globalAlpha = 1
  return context
}
