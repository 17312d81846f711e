"use client"

import { useEffect, useEffectEvent, useRef } from "react"
import { deploymentStatusStyles } from "@/components/ledger/deployments/status-badge"
import {
  onThemeChange,
  type Palette,
  prepareCanvas,
  readPalette,
} from "@/components/ledger/timeline/canvas/palette"
import {
  bucketStart,
  type DensityCell,
  noCounts,
  type StatusCounts,
  totalOf,
} from "@/components/ledger/timeline/data/markers"
import type { ViewStore } from "@/components/ledger/timeline/data/view-store"
import {
  instantAt,
  positionOf,
  spanOf,
  type Viewport,
  viewBetween,
  zoomBy,
} from "@/components/ledger/timeline/data/viewport"
import { deploymentStatuses } from "@/lib/ledger/deployments/statuses"

interface OverviewStripProps {
  store: ViewStore
  extent: Viewport
  cells: readonly DensityCell[]
  cellMs: number
}

/** The whole ledger in one row, with the visible range marked. For the pointer only: Home, End and zoom do the same. */
export function OverviewStrip({ store, extent, cells, cellMs }: OverviewStripProps) {
  const box = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const repaint = useRef<() => void>(undefined)
  const stripOf = useEffectEvent((width: number, height: number) => ({
    extent,
    cells,
    cellMs,
    width,
    height,
  }))

  useEffect(() => {
    const element = box.current
    const surface = canvas.current
    if (!element || !surface) return
    const background = document.createElement("canvas")
    let size = { width: 0, height: 0 }
    let palette: Palette | null = null
    let isBackgroundStale = true
    let frameRequest = 0
    function draw() {
      frameRequest = 0
      if (!element || !surface || size.width === 0) return
      palette ??= readPalette(element)
      const strip = stripOf(size.width, size.height)
      if (isBackgroundStale) drawStripBackground(background, palette, strip)
      isBackgroundStale = false
      drawStrip(surface, background, palette, strip, store.get().view)
    }
    function request() {
      frameRequest ||= requestAnimationFrame(draw)
    }
    function renew() {
      isBackgroundStale = true
      request()
    }
    repaint.current = renew
    const sized = new ResizeObserver(() => {
      size = { width: element.clientWidth, height: element.clientHeight }
      renew()
    })
    sized.observe(element)
    const off = [
      store.subscribe(request),
      listenToStrip(element, store, () => stripOf(0, 0).extent),
      onThemeChange(() => {
        palette = null
        renew()
      }),
    ]
    return () => {
      cancelAnimationFrame(frameRequest)
      sized.disconnect()
      for (const stop of off) stop()
    }
  }, [store])

  // biome-ignore lint/correctness/useExhaustiveDependencies: new counts require a redraw
  useEffect(() => repaint.current?.(), [extent, cells])

  return (
    <div
      ref={box}
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
  /** CSS pixels. */
  width: number
  height: number
}

/** The columns of the whole ledger, drawn once: while the user drags, only the visible range moves. */
function drawStripBackground(canvas: HTMLCanvasElement, palette: Palette, strip: Strip): void {
  const { extent, cellMs, width, height } = strip
  const context = prepareCanvas(canvas, width, height)
  context.fillStyle = palette.surface
  context.fillRect(0, 0, width, height)
  const columns = sumByStart(strip)
  const largest = Math.max(1, ...[...columns.values()].map(totalOf))
  for (const [start, counts] of columns) {
    const x = positionOf(extent, start, width)
    const columnWidth = Math.max(1, positionOf(extent, start + cellMs, width) - x - 0.5)
    let y = height
    for (const status of deploymentStatuses) {
      const tall = (counts[status] / largest) * (height - 6)
      y -= tall
      context.globalAlpha = deploymentStatusStyles[status].fill === "solid" ? 0.6 : 1
      context.fillStyle = palette.status[status]
      context.fillRect(x, y, columnWidth, tall)
    }
  }
}

function drawStrip(
  canvas: HTMLCanvasElement,
  background: HTMLCanvasElement,
  palette: Palette,
  { extent, width, height }: Strip,
  view: Viewport,
): void {
  const context = prepareCanvas(canvas, width, height)
  if (background.width === 0) return
  context.drawImage(background, 0, 0, width, height)
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

type Hold = "from" | "to" | "both"

const edgePixels = 6

/** Drags the visible range or one of its edges; a click elsewhere moves the view there; the wheel zooms. */
function listenToStrip(element: HTMLElement, store: ViewStore, extent: () => Viewport): () => void {
  let held: { hold: Hold; grip: number } | null = null

  function instantOf(event: MouseEvent): number {
    return instantAt(extent(), event.clientX - element.getBoundingClientRect().left, element.clientWidth)
  }

  function holdAt(event: PointerEvent): Hold | null {
    const { view } = store.get()
    const x = event.clientX - element.getBoundingClientRect().left
    const [from, to] = [view.from, view.to].map((edge) => positionOf(extent(), edge, element.clientWidth))
    if (from === undefined || to === undefined) return null
    if (to - from > 3 * edgePixels) {
      if (Math.abs(x - from) <= edgePixels) return "from"
      if (Math.abs(x - to) <= edgePixels) return "to"
    }
    return x >= from - edgePixels && x <= to + edgePixels ? "both" : null
  }

  function moveTo(centre: number) {
    const half = spanOf(store.get().view) / 2
    store.set({ view: { from: centre - half, to: centre + half }, hover: null })
  }

  function onDown(event: PointerEvent) {
    if (event.button !== 0) return
    element.setPointerCapture(event.pointerId)
    const hold = holdAt(event)
    if (hold === null) moveTo(instantOf(event))
    const { view } = store.get()
    held = { hold: hold ?? "both", grip: instantOf(event) - (view.from + view.to) / 2 }
  }

  function onMove(event: PointerEvent) {
    if (!held) return
    const { view } = store.get()
    const at = instantOf(event)
    if (held.hold === "both") moveTo(at - held.grip)
    else store.set({ view: held.hold === "from" ? viewBetween(at, view.to) : viewBetween(view.from, at) })
  }

  function onWheel(event: WheelEvent) {
    event.preventDefault()
    const { view } = store.get()
    store.set({ view: zoomBy(view, Math.exp(event.deltaY * 0.0016), (view.from + view.to) / 2), hover: null })
  }

  const off = new AbortController()
  const { signal } = off
  const release = () => {
    held = null
  }
  element.addEventListener("pointerdown", onDown, { signal })
  element.addEventListener("pointermove", onMove, { signal })
  element.addEventListener("pointerup", release, { signal })
  element.addEventListener("pointercancel", release, { signal })
  element.addEventListener("wheel", onWheel, { passive: false, signal })
  return () => off.abort()
}
