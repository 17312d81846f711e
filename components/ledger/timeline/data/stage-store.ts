import { useEffect, useEffectEvent, useSyncExternalStore } from "react"
import type { Marker, StatusCounts } from "@/components/ledger/timeline/data/markers"
import type { Segment } from "@/components/ledger/timeline/data/segments"
import type { Viewport } from "@/components/ledger/timeline/data/viewport"

/**
 * The state that changes every frame. It lives outside React, so that a drag only redraws the canvas; components select
 * the coarse values they need with `useStage`.
 */
export interface StageState {
  view: Viewport
  /** Scroll offset of the lanes in pixels. */
  scrollTop: number
  hover: Hover | null
  focus: Marker | null
  /** The selected range, or the one being selected. */
  brush: Viewport | null
}

/** What is under the pointer, with its position in CSS pixels inside the stage. */
export type Hover = { x: number; y: number } & ( // `on`: what ran there when it was deployed.
  | { kind: "marker"; marker: Marker; on?: Segment | null }
  | { kind: "segment"; segment: Segment; count: number }
  | { kind: "crowd"; markers: readonly Marker[] }
  | { kind: "column"; lane: string; start: number; length: number; counts: StatusCounts }
)

export interface StageStore {
  get: () => StageState
  set: (change: Partial<StageState>) => void
  subscribe: (listener: () => void) => () => void
}

export function createStage(view: Viewport): StageStore {
  let state: StageState = { view, scrollTop: 0, hover: null, focus: null, brush: null }
  const listeners = new Set<() => void>()
  return {
    get: () => state,
    set: (change) => {
      state = { ...state, ...change }
      for (const listener of listeners) listener()
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** Rerenders the component only when the result of `select` changes; it must return a stable value. */
export function useStage<T>(stage: StageStore, select: (state: StageState) => T): T {
  return useSyncExternalStore(
    stage.subscribe,
    () => select(stage.get()),
    () => select(stage.get()),
  )
}

/** Calls `act` with the view once it has not moved for `restMs` milliseconds. */
export function useViewAtRest(stage: StageStore, restMs: number, act: (view: Viewport) => void): void {
  const run = useEffectEvent(act)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const off = stage.subscribe(() => {
      clearTimeout(timer)
      timer = setTimeout(() => run(stage.get().view), restMs)
    })
    return () => {
      off()
      clearTimeout(timer)
    }
  }, [stage, restMs])
}

const durationMs = 140

/** Animates the view to another one; immediate if the user prefers reduced motion. */
export function animateTo(stage: StageStore, target: Viewport): void {
  const startView = stage.get().view
  if (window.matchMedia("(prefers-reduced-motion: reduce)").matches) {
    stage.set({ view: target })
    return
  }
  const started = performance.now()
  let last = startView
  function step(time: number) {
    // The user moved the timeline in the meantime, so the animation stops.
    if (stage.get().view !== last) return
    const share = Math.min(1, Math.max(0, (time - started) / durationMs))
    const eased = 1 - (1 - share) ** 3
    last = share === 1 ? target : between(startView, target, eased)
    stage.set({ view: last })
    if (share < 1) requestAnimationFrame(step)
  }
  requestAnimationFrame(step)
}

function between(one: Viewport, other: Viewport, share: number): Viewport {
  return {
    from: one.from + (other.from - one.from) * share,
    to: one.to + (other.to - one.to) * share,
  }
}
