import type { StatusStyle } from "@/components/ui/status"
import type { OperationKind, OperationState } from "@/lib/fleet/operations/schema"

interface OperationStateStyle extends StatusStyle {
  over: boolean
}

export const operationStateStyles: Record<OperationState, OperationStateStyle> = {
  QUEUED: { word: "Waiting for a worker", shape: "open-ring", tone: "pending", over: false },
  RUNNING: { word: "Running", shape: "open-ring", tone: "pending", busy: true, over: false },
  SUCCEEDED: { word: "Succeeded", shape: "check-disc", tone: "deployed", over: true },
  FAILED: { word: "Failed", shape: "cross", tone: "failed", over: true },
  CANCELLED: { word: "Cancelled", shape: "filled-square", tone: "uninstalled", over: true },
}

export const operationNouns: Record<OperationKind, string> = {
  INSTALL: "Install",
  UPGRADE: "Upgrade",
  ROLLBACK: "Rollback",
  UNINSTALL: "Uninstall",
  PREVIEW: "Preview",
}
