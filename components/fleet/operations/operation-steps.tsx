"use client"

import clsx from "clsx"
import { secondsBetween } from "@/components/ui/duration"
import { useNow } from "@/components/ui/now"
import { type GlyphShape, StatusGlyph } from "@/components/ui/status-glyph"
import type { Operation } from "@/lib/fleet/operations/schema"
import { formatDuration } from "@/lib/platform/format"

const stepStyles: Record<StepState, { shape: GlyphShape; className: string; spoken: string }> = {
  done: { shape: "check-disc", className: "text-deployed", spoken: "done" },
  going: { shape: "open-ring", className: "text-pending", spoken: "in progress" },
  waiting: { shape: "open-ring", className: "text-ghost", spoken: "not started" },
  failed: { shape: "cross", className: "text-failed", spoken: "failed" },
  stopped: { shape: "filled-square", className: "text-uninstalled", spoken: "stopped" },
}

export function OperationSteps({ operation }: { operation: Operation }) {
  const now = useNow()
  const steps = stepsOf(operation)
  return (
    <ol aria-label="Steps" className="flex flex-wrap gap-x-6 gap-y-2">
      {steps.map((step, index) => {
        const style = stepStyles[step.state]
        const endAt = steps[index + 1]?.at ?? (step.state === "going" ? now : null)
        const seconds = step.at !== null && endAt !== null ? secondsBetween(step.at, endAt) : null
        return (
          <li
            key={step.id}
            aria-current={step.state === "going" ? "step" : undefined}
            className={clsx("flex items-center gap-1.5 text-sm", step.state === "waiting" && "text-muted")}
          >
            <StatusGlyph shape={style.shape} turning={step.state === "going"} className={style.className} />
            {step.label}
            <span className="sr-only">, {style.spoken}</span>
            {seconds !== null && (
              <span suppressHydrationWarning className="text-xs text-muted">
                {formatDuration(seconds)}
              </span>
            )}
          </li>
        )
      })}
    </ol>
  )
}

type StepState = "done" | "going" | "waiting" | "failed" | "stopped"

interface Step {
  id: "requested" | "taken" | "finished"
  label: string
  state: StepState
  /** When the step started; null while it has not. */
  at: string | null
}

type Times = Pick<Operation, "state" | "kind" | "requestedAt" | "startedAt" | "finishedAt">

const helmCommandLabels: Record<Operation["kind"], string> = {
  INSTALL: "Helm install",
  UPGRADE: "Helm upgrade",
  ROLLBACK: "Helm rollback",
  UNINSTALL: "Helm uninstall",
  PREVIEW: "Helm render",
}

export function stepsOf(operation: Times): Step[] {
  const { state, kind, requestedAt, startedAt, finishedAt } = operation
  return [
    { id: "requested", label: "Queued", state: state === "QUEUED" ? "going" : "done", at: requestedAt },
    { id: "taken", label: helmCommandLabels[kind], state: runState(operation), at: startedAt },
    { id: "finished", label: endLabels[state], state: endStates[state], at: finishedAt },
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

const endLabels: Record<Operation["state"], string> = {
  QUEUED: "Done",
  RUNNING: "Done",
  SUCCEEDED: "Done",
  FAILED: "Failed",
  CANCELLED: "Cancelled",
}
