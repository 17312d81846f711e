import type { StageStore } from "@/components/ledger/timeline/stage-store"
import {
  instantAt,
  positionOf,
  spanOf,
  type Viewport,
  viewBetween,
  zoomBy,
} from "@/components/ledger/timeline/viewport"

type Hold = "from" | "to" | "both"

const edgePixels = 6

/** Drags the visible range or one of its edges; a click elsewhere moves the view there; the wheel zooms. */
export function listenToStrip(element: HTMLElement, stage: StageStore, extent: () => Viewport): () => void {
  let held: { hold: Hold; grip: number } | null = null

  function instantOf(event: MouseEvent): number {
    return instantAt(extent(), event.clientX - element.getBoundingClientRect().left, element.clientWidth)
  }

  function holdAt(event: PointerEvent): Hold | null {
    const { view } = stage.get()
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
    const half = spanOf(stage.get().view) / 2
    stage.set({ view: { from: centre - half, to: centre + half }, hover: null })
  }

  function onDown(event: PointerEvent) {
    if (event.button !== 0) return
    element.setPointerCapture(event.pointerId)
    const hold = holdAt(event)
    if (hold === null) moveTo(instantOf(event))
    const { view } = stage.get()
    held = { hold: hold ?? "both", grip: instantOf(event) - (view.from + view.to) / 2 }
  }

  function onMove(event: PointerEvent) {
    if (!held) return
    const { view } = stage.get()
    const at = instantOf(event)
    if (held.hold === "both") moveTo(at - held.grip)
    else stage.set({ view: held.hold === "from" ? viewBetween(at, view.to) : viewBetween(view.from, at) })
  }

  function onWheel(event: WheelEvent) {
    event.preventDefault()
    const { view } = stage.get()
    stage.set({ view: zoomBy(view, Math.exp(event.deltaY * 0.0016), (view.from + view.to) / 2), hover: null })
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
