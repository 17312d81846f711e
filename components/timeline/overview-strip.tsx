"use client"

import { useEffect, useEffectEvent, useRef } from "react"
import { statusLooks } from "@/components/deployments/status-badge"
import { bucketStart, type DensityCell } from "@/components/timeline/density"
import { noCounts, type StatusCounts, totalOf } from "@/components/timeline/mark"
import { type Palette, readPalette } from "@/components/timeline/palette"
import type { StageStore } from "@/components/timeline/stage-store"
import { listenToStrip } from "@/components/timeline/strip-gestures"
import { positionOf, type Viewport } from "@/components/timeline/viewport"
import { deploymentStatuses } from "@/lib/deployments/schema"

interface OverviewStripProps {
  stage: StageStore
  extent: Viewport
  cells: readonly DensityCell[]
  cellMs: number
}

/** The whole ledger in one line, with the part in view marked. For the pointer only: Home, End and zoom do the same. */
export function OverviewStrip({ stage, extent, cells, cellMs }: OverviewStripProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const draw = useEffectEvent((palette: Palette) => {
    if (canvas.current) drawStrip(canvas.current, palette, { extent, cells, cellMs, view: stage.get().view })
  })
  const extentNow = useEffectEvent(() => extent)
  const redraw = useRef<() => void>(undefined)

  useEffect(() => {
    const element = canvas.current
    const parent = element?.parentElement
    if (!element || !parent) return
    let palette: Palette | null = null
    let asked = 0
    const request = () => {
      asked ||= requestAnimationFrame(() => {
        asked = 0
        palette ??= readPalette(parent, window.devicePixelRatio || 1)
        draw(palette)
      })
    }
    redraw.current = request
    const forget = () => {
      palette = null
      request()
    }
    const sized = new ResizeObserver(request)
    sized.observe(parent)
    const offStage = stage.subscribe(request)
    const offGestures = listenToStrip(parent, stage, () => extentNow())
    const themed = new MutationObserver(forget)
    themed.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] })
    const media = window.matchMedia("(prefers-color-scheme: dark)")
    media.addEventListener("change", forget)
    return () => {
      cancelAnimationFrame(asked)
      sized.disconnect()
      offStage()
      offGestures()
      themed.disconnect()
      media.removeEventListener("change", forget)
    }
  }, [stage])

  // biome-ignore lint/correctness/useExhaustiveDependencies: other counts are another picture
  useEffect(() => redraw.current?.(), [extent, cells])

  return (
    <div
      aria-hidden="true"
      className="relative h-11 shrink-0 cursor-grab touch-none overflow-hidden rounded-md border border-line bg-surface active:cursor-grabbing"
    >
      <canvas ref={canvas} className="absolute inset-0 size-full" />
    </div>
  )
}

interface Strip {
  extent: Viewport
  cells: readonly DensityCell[]
  cellMs: number
  view: Viewport
}

function drawStrip(canvas: HTMLCanvasElement, palette: Palette, strip: Strip): void {
  const context = canvas.getContext("2d", { alpha: false })
  if (!context) return
  const ratio = window.devicePixelRatio || 1
  const { clientWidth: width, clientHeight: height } = canvas
  if (canvas.width !== Math.round(width * ratio)) canvas.width = Math.round(width * ratio)
  if (canvas.height !== Math.round(height * ratio)) canvas.height = Math.round(height * ratio)
  context.setTransform(ratio, 0, 0, ratio, 0, 0)
  context.globalAlpha = 1
  context.fillStyle = palette.surface
  context.fillRect(0, 0, width, height)
  drawColumns(context, palette, strip, width, height)
  drawView(context, palette, strip, width, height)
}

function drawColumns(
  context: CanvasRenderingContext2D,
  palette: Palette,
  { extent, cells, cellMs }: Strip,
  width: number,
  height: number,
): void {
  const columns = new Map<number, StatusCounts>()
  for (const cell of cells) {
    const start = bucketStart(cell.start, cellMs)
    const column = columns.get(start) ?? noCounts()
    for (const status of deploymentStatuses) column[status] += cell.counts[status]
    columns.set(start, column)
  }
  const most = Math.max(1, ...[...columns.values()].map(totalOf))
  for (const [start, counts] of columns) {
    const x = positionOf(extent, start, width)
    const columnWidth = Math.max(1, positionOf(extent, start + cellMs, width) - x - 0.5)
    let y = height
    for (const status of deploymentStatuses) {
      const tall = (counts[status] / most) * (height - 6)
      y -= tall
      context.globalAlpha = statusLooks[status].fill === "solid" ? 0.6 : 1
      context.fillStyle = palette.status[status]
      context.fillRect(x, y, columnWidth, tall)
    }
  }
  context.globalAlpha = 1
}

function drawView(
  context: CanvasRenderingContext2D,
  palette: Palette,
  { extent, view }: Strip,
  width: number,
  height: number,
): void {
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
