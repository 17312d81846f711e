import { type Tone, toneText } from "@/components/ui/badge"
import { type GlyphShape, StatusGlyph } from "@/components/ui/status-glyph"
import type { Operation, OperationKind, OperationState } from "@/lib/fleet/operations/schema"

interface OperationStateStyle {
  word: string
  shape: GlyphShape
  tone: Tone
  /** The state is final. */
  over: boolean
}

export const operationStateStyles: Record<OperationState, OperationStateStyle> = {
  QUEUED: { word: "Waiting for a worker", shape: "open-ring", tone: "pending", over: false },
  RUNNING: { word: "Running", shape: "open-ring", tone: "pending", over: false },
  SUCCEEDED: { word: "Succeeded", shape: "check-disc", tone: "deployed", over: true },
  FAILED: { word: "Failed", shape: "cross", tone: "failed", over: true },
  CANCELLED: { word: "Cancelled", shape: "barred-circle", tone: "quarantined", over: true },
}

/** The noun for each kind of operation. */
export const operationNouns: Record<OperationKind, string> = {
  INSTALL: "Install",
  UPGRADE: "Upgrade",
  ROLLBACK: "Rollback",
  UNINSTALL: "Uninstall",
  PREVIEW: "Preview",
}

export function OperationStateLabel({ state }: Pick<Operation, "state">) {
  const look = operationStateStyles[state]
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
      <StatusGlyph shape={look.shape} turning={state === "RUNNING"} className={toneText[look.tone]} />
      {look.word}
    </span>
  )
}
