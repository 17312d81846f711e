import clsx from "clsx"
import { operationNouns } from "@/components/fleet/operations/operation-style"
import { secondsBetween } from "@/components/ui/duration"
import { useNow } from "@/components/ui/now"
import { type GlyphShape, StatusGlyph } from "@/components/ui/status-glyph"
import type { Operation } from "@/lib/fleet/operations/schema"
import { formatDuration } from "@/lib/platform/format"

const stepStyles: Record<StepState, { shape: GlyphShape; className: string; spoken: string }> = {
  done: { shape: "check-disc", className: "text-deployed", spoken: "done" },
  running: { shape: "open-ring", className: "text-pending", spoken: "in progress" },
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
        const endAt = steps[index + 1]?.at ?? (step.state === "running" ? now : null)
        const seconds = step.at !== null && endAt !== null ? secondsBetween(step.at, endAt) : null
        return (
          <li
            key={step.label}
            aria-current={step.state === "running" ? "step" : undefined}
            className={clsx("flex items-center gap-1.5 text-sm", step.state === "waiting" && "text-muted")}
          >
            <StatusGlyph shape={style.shape} turning={step.state === "running"} className={style.className} />
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

type StepState = "done" | "running" | "waiting" | "failed" | "stopped"

interface Step {
  label: string
  state: StepState
  /** When the step started; null while it has not. */
  at: string | null
}

type Times = Pick<Operation, "state" | "kind" | "requestedAt" | "startedAt" | "finishedAt">

export function stepsOf(operation: Times): Step[] {
  const { state, kind, requestedAt, startedAt, finishedAt } = operation
  const command = kind === "PREVIEW" ? "render" : operationNouns[kind].toLowerCase()
  return [
    { label: "Queued", state: state === "QUEUED" ? "running" : "done", at: requestedAt },
    { label: `Helm ${command}`, state: runState(operation), at: startedAt },
    { ...endSteps[state], at: finishedAt },
  ]
}

function runState({ state, startedAt }: Times): StepState {
  if (startedAt === null) return state === "CANCELLED" ? "stopped" : "waiting"
  return state === "RUNNING" ? "running" : "done"
}

const endSteps: Record<Operation["state"], Pick<Step, "label" | "state">> = {
  QUEUED: { label: "Done", state: "waiting" },
  RUNNING: { label: "Done", state: "waiting" },
  SUCCEEDED: { label: "Done", state: "done" },
  FAILED: { label: "Failed", state: "failed" },
  CANCELLED: { label: "Cancelled", state: "stopped" },
}
