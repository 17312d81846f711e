import { useEffect, useEffectEvent, useSyncExternalStore } from "react"
import type { Marker, StatusCounts } from "@/components/ledger/timeline/data/markers"
import type { Segment } from "@/components/ledger/timeline/data/segments"
import type { TimeWindow } from "@/components/ledger/timeline/data/viewport"

/**
 * The state that changes every frame. It lives outside React, so that a drag only redraws the canvas; components select
 * the coarse values they need with `useViewState`.
 */
export interface ViewState {
  view: TimeWindow
  /** Scroll offset of the lanes in pixels. */
  scrollTop: number
  hover: Hover | null
  focus: Marker | null
  /** The selected range, or the one being selected. */
  brush: TimeWindow | null
}

/** What is under the pointer, with its position in CSS pixels inside the canvas. */
export type Hover = { x: number; y: number } & ( // `on`: what ran there when it was deployed.
  | { kind: "marker"; marker: Marker; on?: Segment | null }
  | { kind: "segment"; segment: Segment; count: number }
  | { kind: "crowd"; markers: readonly Marker[] }
  | { kind: "column"; lane: string; start: number; length: number; counts: StatusCounts }
)

/** The marker to highlight: the one under the pointer, or else the focused one. */
export function litMarker({ hover, focus }: ViewState): Marker | null {
  return hover?.kind === "marker" ? hover.marker : focus
}

export interface ViewStore {
  get: () => ViewState
  set: (change: Partial<ViewState>) => void
  subscribe: (listener: () => void) => () => void
}

export function createViewStore(view: TimeWindow): ViewStore {
  let state: ViewState = { view, scrollTop: 0, hover: null, focus: null, brush: null }
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
export function useViewState<T>(store: ViewStore, select: (state: ViewState) => T): T {
  const selected = () => select(store.get())
  return useSyncExternalStore(store.subscribe, selected, selected)
}

/** Calls `act` with the view once it has not moved for `restMs` milliseconds. */
export function useViewAtRest(store: ViewStore, restMs: number, act: (view: TimeWindow) => void): void {
  const run = useEffectEvent(act)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const off = store.subscribe(() => {
      clearTimeout(timer)
      timer = setTimeout(() => run(store.get().view), restMs)
    })
    return () => {
      off()
      clearTimeout(timer)
    }
  }, [store, restMs])
}

const durationMs = 140

/** Animates the view to another one; immediate if the user prefers reduced motion. */
export function animateTo(store: ViewStore, target: TimeWindow): void {
  const startView = store.get().view
  if (window.matchMedia("(prefers-reduced-motion: reduce)").matches) {
    store.set({ view: target })
    return
  }
  const started = performance.now()
  let last = startView
  function step(time: number) {
    // The user moved the timeline in the meantime, so the animation stops.
    if (store.get().view !== last) return
    const share = Math.min(1, Math.max(0, (time - started) / durationMs))
    const eased = 1 - (1 - share) ** 3
    last = share === 1 ? target : between(startView, target, eased)
    store.set({ view: last })
    if (share < 1) requestAnimationFrame(step)
  }
  requestAnimationFrame(step)
}

function between(one: TimeWindow, other: TimeWindow, share: number): TimeWindow {
  return {
    from: one.from + (other.from - one.from) * share,
    to: one.to + (other.to - one.to) * share,
  }
}
