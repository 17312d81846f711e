import { DomainError } from "@/lib/platform/errors"
import type { RolloutState } from "./schema"

export type RolloutAction = "pause" | "resume" | "abort" | "rollback"

/** The actions allowed in each state. */
export const actionsIn: Record<RolloutState, readonly RolloutAction[]> = {
  RUNNING: ["pause", "abort", "rollback"],
  PAUSED: ["resume", "abort", "rollback"],
  COMPLETED: ["rollback"],
  ABORTED: ["rollback"],
  ROLLING_BACK: [],
  ROLLED_BACK: [],
}

/** Final states. */
export const isOver: Record<RolloutState, boolean> = {
  RUNNING: false,
  PAUSED: false,
  COMPLETED: true,
  ABORTED: true,
  ROLLING_BACK: false,
  ROLLED_BACK: true,
}

const past: Record<RolloutAction, string> = {
  pause: "paused",
  resume: "resumed",
  abort: "aborted",
  rollback: "rolled back",
}

/** Throws a 409 that names the state. */
export function requireAction(state: RolloutState, action: RolloutAction): void {
  if (actionsIn[state].includes(action)) return
  const may = actionsIn[state].map((one) => past[one])
  const way = may.length === 0 ? "" : ` It can be ${may.join(" or ")}.`
  throw new DomainError("conflict", `The rollout is ${state} and cannot be ${past[action]}.${way}`, {
    code: "rollout_state_conflict",
    extra: { state },
  })
}
