import type { Unready } from "@/lib/kube/cluster/explain-unready"
import { conflict } from "@/lib/platform/errors"
import type { MaxFailures, RolloutAction, RolloutState, WaveState } from "./schema"

export const actionsIn: Record<RolloutState, readonly RolloutAction[]> = {
  RUNNING: ["pause", "abort", "rollback"],
  PAUSED: ["resume", "abort", "rollback"],
  COMPLETED: ["rollback"],
  ABORTED: ["rollback"],
  ROLLING_BACK: [],
  ROLLED_BACK: [],
}

export const isOver: Record<RolloutState, boolean> = {
  RUNNING: false,
  PAUSED: false,
  COMPLETED: true,
  ABORTED: true,
  ROLLING_BACK: false,
  ROLLED_BACK: true,
}

const participles: Record<RolloutAction, string> = {
  pause: "paused",
  resume: "resumed",
  abort: "aborted",
  rollback: "rolled back",
}

export function requireAction(state: RolloutState, action: RolloutAction): void {
  if (actionsIn[state].includes(action)) return
  const may = actionsIn[state].map((one) => participles[one])
  const hint =
    may.length === 0 ? "" : ` It can be ${new Intl.ListFormat("en", { type: "disjunction" }).format(may)}.`
  throw conflict(
    `The rollout is ${state} and cannot be ${participles[action]}.${hint}`,
    "rollout_state_conflict",
    { state },
  )
}

/** Whether there are more failures than allowed. A percentage refers to the planned upgrades; null: any number is allowed. */
export function exceeds(maxFailures: MaxFailures | null, failures: number, upgrades: number): boolean {
  if (maxFailures === null) return false
  if (typeof maxFailures === "number") return failures > maxFailures
  // In integers: 7% of 100 is 7, not 7.000000000000001.
  return failures * 100 > Number.parseInt(maxFailures, 10) * upgrades
}

/** The reason for the pause. The releases that failed last are named separately. */
export function thresholdMessage(maxFailures: MaxFailures, failures: number, upgrades: number): string {
  const total = typeof maxFailures === "number" ? "" : ` of ${upgrades}`
  const releases = failures === 1 && total === "" ? "release" : "releases"
  return `${failures}${total} ${releases} failed; more than ${maxFailures} pause${maxFailures === 1 ? "s" : ""} the rollout.`
}

/** Parses the stored threshold: a number, or a percentage. */
export function readMaxFailures(stored: string | null): MaxFailures | null {
  if (stored === null || stored.endsWith("%")) return stored
  return Number(stored)
}

export type WaveProgress = {
  state: WaveState
  open: number
  started: number
  /** The bake time has elapsed by the database's clock, and all releases were healthy afterwards. */
  baked: boolean
}

type WaveStep = "begin" | "wait" | "bake" | "finish"

/** A wave without upgrades is not baked. */
export function stepOfWave({ state, open, started, baked }: WaveProgress, bakeSeconds: number): WaveStep {
  const ended = started > 0 && bakeSeconds > 0 ? "bake" : "finish"
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

/**
 * Why a release fails its bake, as a sentence; null: it does not. Workloads that make progress have until the end of
 * the bake; objects without readiness, such as Jobs and volume claims, may take as long as they need.
 */
export function assessBake(unready: readonly UnreadyWorkload[], isOver: boolean): string | null {
  const degradedWorkload = unready.find(({ degraded }) => degraded)
  if (degradedWorkload !== undefined)
    return `Degraded during the bake time: ${describeUnready(degradedWorkload)}`
  const unreadyWorkload = isOver ? unready.find(({ kind }) => !hasNoReadiness.has(kind)) : undefined
  return unreadyWorkload === undefined
    ? null
    : `Not ready at the end of the bake time: ${describeUnready(unreadyWorkload)}`
}

type UnreadyWorkload = Omit<Unready, "reason">

const hasNoReadiness = new Set(["Job", "PersistentVolumeClaim"])

const describeUnready = ({ kind, name, explanation }: UnreadyWorkload) => `${kind} ${name}: ${explanation}`
