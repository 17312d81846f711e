import type { CanvasRenderer } from "@/components/ledger/timeline/canvas/canvas-renderer"
import { axisHeight, clampScroll, versionRowHeight } from "@/components/ledger/timeline/canvas/geometry"
import { boxOf, type Subject } from "@/components/ledger/timeline/canvas/layout"
import type { LaneKind, Marker } from "@/components/ledger/timeline/data/markers"
import { animateTo, type ViewStore } from "@/components/ledger/timeline/data/view-store"
import { panBy, reveal, spanOf, type TimeWindow, zoomBy } from "@/components/ledger/timeline/data/viewport"

interface KeyOptions {
  store: ViewStore
  renderer: CanvasRenderer
  subject: Subject
  onOpen: (marker: Marker) => void
  /** The whole ledger, for Home and End. */
  extent: TimeWindow
}

const zoomStep = 1.6
const panShare = 0.2
const lanePixels = 60

/** Handles a key on the canvas; returns whether it did anything. */
export function pressKey(key: string, shift: boolean, options: KeyOptions): boolean {
  const { store, renderer } = options
  if (isStep(key)) {
    const single = renderer.layoutKind() !== "columns"
    if (single && !shift && moveFocus(key, options)) return true
    return move(key, options)
  }
  const act = actions(options)[key]
  if (!act) return false
  if (key !== "Escape" && key !== "Enter") store.set({ hover: null })
  return act()
}

function actions(options: KeyOptions): Partial<Record<string, () => boolean>> {
  const { store, extent } = options
  const { view, focus, brush } = store.get()
  const center = focus?.from ?? (view.from + view.to) / 2
  const show = (target: TimeWindow) => () => {
    animateTo(store, target)
    return true
  }
  const openFocus = () => {
    if (focus) options.onOpen(focus)
    return focus !== null
  }
  const clearFocus = () => {
    store.set({ focus: null, brush: null, hover: null })
    return focus !== null || brush !== null
  }
  const closer = show(zoomBy(view, 1 / zoomStep, center))
  const further = show(zoomBy(view, zoomStep, center))
  return {
    "+": closer,
    "=": closer,
    "-": further,
    _: further,
    Home: show({ from: extent.from, to: extent.from + spanOf(view) }),
    End: show({ from: extent.to - spanOf(view), to: extent.to }),
    Enter: openFocus,
    Escape: clearFocus,
  }
}

function moveFocus(step: Step, { store, subject, renderer }: KeyOptions): boolean {
  const { view, focus } = store.get()
  const { markers } = subject.data
  const focused = focus && markers.find((marker) => marker.id === focus.id)
  const next = focused
    ? stepFrom(markers, focused, step, [...subject.geometry.boxes.keys()], subject.laneKind)
    : firstMarker(markers, view)
  if (!next) return false
  store.set({ focus: next, hover: null, scrollTop: scrollTo(next, store, subject, renderer.rowOf(next)) })
  const revealed = reveal(store.get().view, next.from)
  if (revealed !== store.get().view) animateTo(store, revealed)
  return true
}

/** The scroll offset that makes a record visible: its row, or else its lane. */
function scrollTo(marker: Marker, store: ViewStore, subject: Subject, row: number | null): number {
  const { scrollTop } = store.get()
  const box = boxOf(subject, marker)
  if (!box) return scrollTop
  const top = box.top + (row ?? 0) * versionRowHeight
  const bottom = row === null ? box.top + box.height : top + 2 * versionRowHeight
  return Math.max(bottom - (subject.geometry.height - axisHeight), Math.min(scrollTop, top))
}

function move(step: Step, { store, subject: { geometry } }: KeyOptions): boolean {
  const { view, scrollTop } = store.get()
  if (step === "ArrowLeft" || step === "ArrowRight") {
    const direction = step === "ArrowLeft" ? -1 : 1
    animateTo(store, panBy(view, direction * panShare * spanOf(view)))
    return true
  }
  const moved = scrollTop + (step === "ArrowDown" ? 1 : -1) * lanePixels
  store.set({ scrollTop: clampScroll(geometry, moved) })
  return true
}

type Step = "ArrowLeft" | "ArrowRight" | "ArrowUp" | "ArrowDown"

function isStep(key: string): key is Step {
  return key === "ArrowLeft" || key === "ArrowRight" || key === "ArrowUp" || key === "ArrowDown"
}

/** The start of keyboard navigation: the newest visible record. */
export function firstMarker(markers: readonly Marker[], view: TimeWindow): Marker | null {
  return markers.findLast((marker) => marker.from >= view.from && marker.from < view.to) ?? null
}

/**
 * The next record in a direction: sideways the neighbor in its lane, up and down the nearest in time in the next
 * non-empty lane. Returns the same record at an end.
 */
export function stepFrom(
  markers: readonly Marker[],
  from: Marker,
  step: Step,
  lanes: readonly string[],
  kind: LaneKind,
): Marker {
  const lane = from[kind]
  if (step === "ArrowLeft" || step === "ArrowRight") {
    const inLane = markers.filter((marker) => marker[kind] === lane)
    const at = inLane.findIndex((marker) => marker.id === from.id)
    return inLane[at + (step === "ArrowRight" ? 1 : -1)] ?? from
  }
  const direction = step === "ArrowDown" ? 1 : -1
  for (let index = lanes.indexOf(lane) + direction; lanes[index] !== undefined; index += direction) {
    const distanceOf = (marker: Marker) => Math.abs(marker.from - from.from)
    const inLane = markers.filter((marker) => marker[kind] === lanes[index])
    const [nearest] = inLane.sort((a, b) => distanceOf(a) - distanceOf(b))
    if (nearest) return nearest
  }
  return from
}
