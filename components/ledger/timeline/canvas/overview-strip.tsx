import { useEffect, useMemo, useRef } from "react"
import { deploymentStatusStyles } from "@/components/ledger/deployments/status-badge"
import { columnsOf, type DensityCell, tallest } from "@/components/ledger/timeline/data/markers"
import type { ViewStore } from "@/components/ledger/timeline/data/view-store"
import {
  clamp,
  instantAt,
  positionOf,
  spanOf,
  type TimeWindow,
  viewBetween,
  zoomBy,
} from "@/components/ledger/timeline/data/viewport"
import { type DeploymentStatus, deploymentStatuses } from "@/lib/ledger/deployments/statuses"

interface Strip {
  extent: TimeWindow
  cells: readonly DensityCell[]
  cellMs: number
}

/** The whole ledger in one row, with the visible range marked. For the pointer only: Home, End and zoom do the same. */
export function OverviewStrip({ store, ...strip }: Strip & { store: ViewStore }) {
  const { extent, cells, cellMs } = strip
  const box = useRef<HTMLDivElement>(null)
  const range = useRef<HTMLDivElement>(null)
  const paths = useMemo(() => columnPaths({ extent, cells, cellMs }), [extent, cells, cellMs])

  // The view changes every frame, so it is placed without React.
  useEffect(() => {
    const element = box.current
    const { style } = range.current ?? {}
    if (!element || !style) return
    const moveRange = () => Object.assign(style, edgesOf(extent, store.get().view))
    moveRange()
    const off = [store.subscribe(moveRange), listenToStrip(element, store, extent)]
    return () => {
      for (const stop of off) stop()
    }
  }, [store, extent])

  return (
    <div
      ref={box}
      aria-hidden="true"
      className="relative h-11 shrink-0 cursor-grab touch-none overflow-hidden rounded-md border border-line bg-surface pt-1.5 active:cursor-grabbing"
    >
      <svg
        aria-hidden="true"
        viewBox={`0 0 ${size.width} ${size.height}`}
        preserveAspectRatio="none"
        className="size-full"
      >
        {deploymentStatuses.map((status) => (
          <path
            key={status}
            d={paths[status]}
            fill={`var(--color-${deploymentStatusStyles[status].tone})`}
            opacity={deploymentStatusStyles[status].fill === "solid" ? 0.6 : 1}
          />
        ))}
      </svg>
      <div
        ref={range}
        // From the first paint on.
        style={edgesOf(extent, store.get().view)}
        className="absolute inset-y-0 min-w-1 border-[1.5px] border-accent shadow-[0_0_0_100vw_color-mix(in_srgb,var(--color-surface)_62%,transparent)]"
      />
    </div>
  )
}

/** The edges of a view within the whole ledger. */
function edgesOf(extent: TimeWindow, view: TimeWindow) {
  const percent = (instant: number) => clamp(positionOf(extent, instant, 100), 0, 100)
  return { left: `${percent(view.from)}%`, right: `${100 - percent(view.to)}%` }
}

const size = { width: 1000, height: 100 }

/** The columns of the whole ledger as one path for each status, stacked. */
function columnPaths({ extent, cells, cellMs }: Strip): Record<DeploymentStatus, string> {
  const ofAll = cells.map((cell) => ({ ...cell, lane: "all" }))
  const lanes = columnsOf(ofAll, [], "environment", cellMs)
  const pixelsEach = size.height / tallest(lanes)
  const width = 0.9 * positionOf(extent, extent.from + cellMs, size.width)
  const paths = { PENDING: "", DEPLOYED: "", FAILED: "", ROLLED_BACK: "" }
  for (const [start, counts] of lanes.get("all") ?? []) {
    const x = positionOf(extent, start, size.width)
    let y = size.height
    for (const status of deploymentStatuses) {
      const height = counts[status] * pixelsEach
      if (height === 0) continue
      y -= height
      const [left, top, right, bottom] = [x, y, x + width, y + height].map((value) => value.toFixed(1))
      paths[status] += `M${left} ${top}H${right}V${bottom}H${left}Z`
    }
  }
  return paths
}

type Hold = "from" | "to" | "both"

const edgePixels = 6

/** Drags the visible range or one of its edges; a click elsewhere moves the view there; the wheel zooms. */
function listenToStrip(element: HTMLElement, store: ViewStore, extent: TimeWindow): () => void {
  let held: { hold: Hold; grip: number } | null = null

  function instantOf(event: MouseEvent): number {
    return instantAt(extent, event.clientX - element.getBoundingClientRect().left, element.clientWidth)
  }

  function holdAt(event: PointerEvent): Hold | null {
    const { view } = store.get()
    const x = event.clientX - element.getBoundingClientRect().left
    const [from, to] = [view.from, view.to].map((edge) => positionOf(extent, edge, element.clientWidth))
    if (from === undefined || to === undefined) return null
    if (to - from > 3 * edgePixels) {
      if (Math.abs(x - from) <= edgePixels) return "from"
      if (Math.abs(x - to) <= edgePixels) return "to"
    }
    return x >= from - edgePixels && x <= to + edgePixels ? "both" : null
  }

  function moveTo(center: number) {
    const half = spanOf(store.get().view) / 2
    store.set({ view: { from: center - half, to: center + half }, hover: null })
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
