import type { Operation } from "@/lib/fleet/operations/schema"

export type StepState = "done" | "going" | "waiting" | "failed" | "stopped"

export interface Step {
  id: "requested" | "taken" | "finished"
  label: string
  state: StepState
  /** When the step started; null while it has not. */
  at: string | null
}

type Times = Pick<Operation, "state" | "kind" | "requestedAt" | "startedAt" | "finishedAt">

const helmDoes: Record<Operation["kind"], string> = {
  INSTALL: "Helm install",
  UPGRADE: "Helm upgrade",
  ROLLBACK: "Helm rollback",
  UNINSTALL: "Helm uninstall",
  PREVIEW: "Helm render",
}

/** The steps of an operation: queued, run by Helm, finished. */
export function stepsOf(operation: Times): Step[] {
  const { state, kind, requestedAt, startedAt, finishedAt } = operation
  return [
    { id: "requested", label: "Queued", state: state === "QUEUED" ? "going" : "done", at: requestedAt },
    { id: "taken", label: helmDoes[kind], state: runState(operation), at: startedAt },
    { id: "finished", label: endLabel(state), state: endState(state), at: finishedAt },
  ]
}

function runState({ state, startedAt }: Times): StepState {
  if (startedAt === null) return state === "CANCELLED" ? "stopped" : "waiting"
  return state === "RUNNING" ? "going" : "done"
}

const endStates: Record<Operation["state"], StepState> = {
  QUEUED: "waiting",
  RUNNING: "waiting",
  SUCCEEDED: "done",
  FAILED: "failed",
  CANCELLED: "stopped",
}

function endState(state: Operation["state"]): StepState {
  return endStates[state]
}

const endLabels: Record<Operation["state"], string> = {
  QUEUED: "Done",
  RUNNING: "Done",
  SUCCEEDED: "Done",
  FAILED: "Failed",
  CANCELLED: "Cancelled",
}

function endLabel(state: Operation["state"]): string {
  return endLabels[state]
}
