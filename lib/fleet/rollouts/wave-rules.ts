import type { WaveState } from "./schema"

export type WaveProgress = {
  state: WaveState
  /** Releases of it that are PENDING or RUNNING. */
  open: number
  /** Releases of it that an upgrade was begun for. */
  begun: number
  /** It was watched for long enough by the database's clock, and all of it was found well after that. */
  baked: boolean
}

/** What happens to a wave now: it begins, waits, bakes or is done. */
export type WaveStep = "begin" | "wait" | "bake" | "finish"

/** A wave in which nothing was upgraded has nothing to bake. */
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

/** How many may be started: never more than `concurrency` run at a time. */
export function freeSlots(concurrency: number, running: number): number {
  return Math.max(0, concurrency - running)
}
