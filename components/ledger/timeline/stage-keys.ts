import { animateTo } from "@/components/ledger/timeline/animate-viewport"
import type { CanvasRenderer, Subject } from "@/components/ledger/timeline/canvas-renderer"
import { axisHeight, maxScroll } from "@/components/ledger/timeline/geometry"
import { laneOf, type Mark } from "@/components/ledger/timeline/mark"
import type { StageStore } from "@/components/ledger/timeline/stage-store"
import { panBy, reveal, spanOf, type Viewport, zoomBy } from "@/components/ledger/timeline/viewport"
import { firstMark, isStep, type Step, stepFrom } from "@/components/ledger/timeline/walk"

export interface KeyOptions {
  stage: StageStore
  renderer: CanvasRenderer
  subject: Subject
  onOpen: (mark: Mark) => void
  /** The whole ledger, for Home and End. */
  extent: Viewport
}

const zoomStep = 1.6
const panShare = 0.2
const lanePixels = 60

/** Handles a key on the stage; returns whether it did anything. */
export function pressKey(key: string, shift: boolean, options: KeyOptions): boolean {
  const { stage, renderer } = options
  if (isStep(key)) {
    const single = renderer.sceneKind() === "bars"
    if (single && !shift && walk(key, options)) return true
    return move(key, options)
  }
  const act = actions(options)[key]
  if (!act) return false
  if (key !== "Escape" && key !== "Enter") stage.set({ hover: null })
  return act()
}

function actions(options: KeyOptions): Partial<Record<string, () => boolean>> {
  const { stage, extent } = options
  const { view, focus, brush } = stage.get()
  const centre = focus?.from ?? (view.from + view.to) / 2
  const go = (target: Viewport) => () => {
    animateTo(stage, target)
    return true
  }
  const openFocus = () => {
    if (focus) options.onOpen(focus)
    return focus !== null
  }
  const letGo = () => {
    stage.set({ focus: null, brush: null, hover: null })
    return focus !== null || brush !== null
  }
  const closer = go(zoomBy(view, 1 / zoomStep, centre))
  const further = go(zoomBy(view, zoomStep, centre))
  return {
    "+": closer,
    "=": closer,
    "-": further,
    _: further,
    Home: go({ from: extent.from, to: extent.from + spanOf(view) }),
    End: go({ from: extent.to - spanOf(view), to: extent.to }),
    Enter: openFocus,
    Escape: letGo,
  }
}

function walk(step: Step, { stage, subject }: KeyOptions): boolean {
  const { view, focus } = stage.get()
  const { marks } = subject.data
  const known = focus && marks.find((mark) => mark.id === focus.id)
  const next = known ? stepFrom(marks, known, step, subject.lanes, subject.laneKind) : firstMark(marks, view)
  if (!next) return false
  stage.set({ focus: next, hover: null, scrollTop: scrollTo(next, stage, subject) })
  const shown = reveal(stage.get().view, next.from)
  if (shown !== stage.get().view) animateTo(stage, shown)
  return true
}

/** The scroll offset that makes the lane of a record visible. */
function scrollTo(mark: Mark, stage: StageStore, subject: Subject): number {
  const { scrollTop } = stage.get()
  const { geometry } = subject
  const box = geometry.boxes[subject.lanes.indexOf(laneOf(mark, subject.laneKind))]
  if (!box) return scrollTop
  const lowest = box.top + box.height - (geometry.height - axisHeight)
  return Math.max(lowest, Math.min(scrollTop, box.top))
}

function move(step: Step, { stage, subject: { geometry } }: KeyOptions): boolean {
  const { view, scrollTop } = stage.get()
  if (step === "ArrowLeft" || step === "ArrowRight") {
    const direction = step === "ArrowLeft" ? -1 : 1
    animateTo(stage, panBy(view, direction * panShare * spanOf(view)))
    return true
  }
  const moved = scrollTop + (step === "ArrowDown" ? 1 : -1) * lanePixels
  stage.set({ scrollTop: Math.min(maxScroll(geometry), Math.max(0, moved)) })
  return true
}
