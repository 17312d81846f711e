import { useSyncExternalStore } from "react"
import type { Mark, StatusCounts } from "@/components/ledger/timeline/mark"
import type { Viewport } from "@/components/ledger/timeline/viewport"

/**
 * The state that changes every frame. It lives outside React, so that a drag only redraws the canvas; components select
 * the coarse values they need with `useStage`.
 */
export interface StageState {
  view: Viewport
  /** Scroll offset of the lanes in pixels. */
  scrollTop: number
  hover: Hover | null
  /** The record with keyboard focus. */
  focus: Mark | null
  /** The selected range, or the one being selected. */
  brush: Viewport | null
}

/** What is under the pointer, with its position in CSS pixels inside the stage. */
export type Hover = { x: number; y: number } & (
  | { kind: "mark"; mark: Mark }
  | { kind: "crowd"; marks: readonly Mark[] }
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
