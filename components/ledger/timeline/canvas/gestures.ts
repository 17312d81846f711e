import { axisHeight } from "@/components/ledger/timeline/canvas/geometry"
import type { Hover, ViewStore } from "@/components/ledger/timeline/data/view-store"
import { instantAt, panBy, spanOf, viewBetween, zoomBy } from "@/components/ledger/timeline/data/viewport"

interface GestureOptions {
  store: ViewStore
  clampScroll: (scrollTop: number) => number
  hitTest: (x: number, y: number) => Hover | null
  /** A drag selects a range instead of panning; Shift does so for one drag. */
  brushing: () => boolean
  onPick: (hover: Hover) => void
}

interface Point {
  x: number
  y: number
}

const clickPixels = 4
const wheelStrength = 0.0016
const pinchStrength = 0.01
const linePixels = 16

/** Wheel, drag, pinch, brush and click on the canvas. Returns a function that removes the listeners. */
export function listenToGestures(element: HTMLElement, options: GestureOptions): () => void {
  const { store } = options
  const pointers = new Map<number, Point>()
  /** `brushFrom`: the instant at which a brush starts; null: the drag pans. */
  let pressed: { at: Point; brushFrom: number | null; moved: boolean } | null = null

  function pointOf(event: MouseEvent): Point {
    const box = element.getBoundingClientRect()
    return { x: event.clientX - box.left, y: event.clientY - box.top }
  }

  function instantUnder(x: number): number {
    return instantAt(store.get().view, x, element.clientWidth)
  }

  function zoomAt(factor: number, x: number) {
    store.set({ view: zoomBy(store.get().view, factor, instantUnder(x)), hover: null })
  }

  function drag(dx: number, dy: number) {
    const { view, scrollTop } = store.get()
    store.set({
      view: panBy(view, (-dx / element.clientWidth) * spanOf(view)),
      scrollTop: options.clampScroll(scrollTop - dy),
      hover: null,
    })
  }

  function onWheel(event: WheelEvent) {
    event.preventDefault()
    const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? linePixels : 1
    const { deltaX, deltaY } = event
    if (event.ctrlKey || event.metaKey)
      return zoomAt(Math.exp(deltaY * unit * pinchStrength), pointOf(event).x)
    if (event.shiftKey || Math.abs(deltaX) > Math.abs(deltaY)) return drag(-(deltaX || deltaY) * unit, 0)
    zoomAt(Math.exp(deltaY * unit * wheelStrength), pointOf(event).x)
  }

  function onDown(event: PointerEvent) {
    if (event.button !== 0) return
    element.setPointerCapture(event.pointerId)
    const at = pointOf(event)
    pointers.set(event.pointerId, at)
    const isBrush = (event.shiftKey || options.brushing()) && at.y > axisHeight
    pressed = { at, brushFrom: isBrush ? instantUnder(at.x) : null, moved: pointers.size > 1 }
  }

  function onMove(event: PointerEvent) {
    const now = pointOf(event)
    const before = pointers.get(event.pointerId)
    if (!before || !pressed) return store.set({ hover: options.hitTest(now.x, now.y) })
    const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1]
    pointers.set(event.pointerId, now)
    if (other) return pinch(before, now, other)
    if (Math.hypot(now.x - pressed.at.x, now.y - pressed.at.y) > clickPixels) pressed.moved = true
    if (!pressed.moved) return
    if (pressed.brushFrom === null) drag(now.x - before.x, now.y - before.y)
    else store.set({ brush: viewBetween(pressed.brushFrom, instantUnder(now.x)), hover: null })
  }

  function pinch(before: Point, now: Point, other: Point) {
    const was = Math.hypot(before.x - other.x, before.y - other.y)
    const is = Math.hypot(now.x - other.x, now.y - other.y)
    drag((now.x - before.x) / 2, (now.y - before.y) / 2)
    if (was > 0 && is > 0) zoomAt(was / is, (now.x + other.x) / 2)
  }

  function onUp(event: PointerEvent) {
    const at = pointers.get(event.pointerId)
    pointers.delete(event.pointerId)
    if (!pressed || !at || pointers.size > 0) return
    const { moved } = pressed
    pressed = null
    if (moved || event.type === "pointercancel") return
    const hit = options.hitTest(at.x, at.y)
    if (hit) options.onPick(hit)
    else store.set({ brush: null, focus: null })
  }

  function onLeave() {
    if (!pressed) store.set({ hover: null })
  }

  function onDouble(event: MouseEvent) {
    const at = pointOf(event)
    if (!options.hitTest(at.x, at.y)) zoomAt(0.5, at.x)
  }

  const off = new AbortController()
  const { signal } = off
  element.addEventListener("wheel", onWheel, { passive: false, signal })
  element.addEventListener("pointerdown", onDown, { signal })
  element.addEventListener("pointermove", onMove, { signal })
  element.addEventListener("pointerup", onUp, { signal })
  element.addEventListener("pointercancel", onUp, { signal })
  element.addEventListener("pointerleave", onLeave, { signal })
  element.addEventListener("dblclick", onDouble, { signal })
  return () => off.abort()
}
