import type { WaveState } from "./schema"

export type WaveProgress = {
  state: WaveState
  /** The number of releases that are PENDING or RUNNING. */
  open: number
  /** The number of releases with a started upgrade. */
  begun: number
  /** The bake time has elapsed by the database's clock, and all releases were healthy afterwards. */
  baked: boolean
}

/** The next step of a wave: start, wait, bake or finish. */
export type WaveStep = "begin" | "wait" | "bake" | "finish"

/** A wave without upgrades is not baked. */
export function stepOfWave({ state, open, begun, baked }: WaveProgress, bakeSeconds: number): WaveStep {
  const ended = begun > 0 && bakeSeconds > 0 ? "bake" : "finish"
  const steps: Record<WaveState, WaveStep> = {
    PENDING: open > 0 ? "begin" : "finish",
    RUNNING: open > 0 ? "wait" : ended,
    BAKING: baked ? "finish" : "wait",
    DONE: "finish",
  }
  return steps[state]
}

/** The number of free slots: never more than `concurrency` releases run at the same time. */
export function freeSlots(concurrency: number, running: number): number {
  return Math.max(0, concurrency - running)
}
