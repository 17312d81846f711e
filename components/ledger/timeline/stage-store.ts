import { useSyncExternalStore } from "react"
import type { Mark, StatusCounts } from "@/components/ledger/timeline/mark"
import type { Viewport } from "@/components/ledger/timeline/viewport"

/**
 * What moves at every frame. Kept outside React, so that a drag draws the canvas and nothing else; components follow
 * the coarse facts they need with `useStage`.
 */
export interface StageState {
  view: Viewport
  /** Pixels by which the lanes are scrolled up. */
  scrollTop: number
  hover: Hover | null
  /** The record that the keyboard stands on. */
  focus: Mark | null
  /** The range being selected, or selected. */
  brush: Viewport | null
}

/** What the pointer is on, with its place in CSS pixels inside the stage. */
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

/** Draws the component again only when the answer of `select` is another; it must answer a stable value. */
export function useStage<T>(stage: StageStore, select: (state: StageState) => T): T {
  return useSyncExternalStore(
    stage.subscribe,
    () => select(stage.get()),
    () => select(stage.get()),
  )
}
