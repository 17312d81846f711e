import type { ReleaseStatus } from "@/lib/fleet/releases/schema"
import type { OperationKind, OperationState } from "./schema"

type Change = Exclude<OperationKind, "PREVIEW">

/** The status of a release while a change is running. */
export const statusDuring: Record<Change, ReleaseStatus> = {
  INSTALL: "PENDING_INSTALL",
  UPGRADE: "PENDING_UPGRADE",
  ROLLBACK: "PENDING_ROLLBACK",
  UNINSTALL: "UNINSTALLING",
}

/** The past tense in audit actions. */
export const auditVerb: Record<Change, string> = {
  INSTALL: "installed",
  UPGRADE: "upgraded",
  ROLLBACK: "rolled_back",
  UNINSTALL: "uninstalled",
}

export const isOver: Record<OperationState, boolean> = {
  QUEUED: false,
  RUNNING: false,
  SUCCEEDED: true,
  FAILED: true,
  CANCELLED: true,
}

/** Helm handles a signal safely in these; an interrupted rollback or uninstall would be left half done. */
const takesSignals: Record<OperationKind, boolean> = {
  INSTALL: true,
  UPGRADE: true,
  PREVIEW: true,
  ROLLBACK: false,
  UNINSTALL: false,
}

export function isCancellable(operation: {
  kind: OperationKind
  state: OperationState
  cancelRequestedAt: Date | null
}): boolean {
  if (operation.cancelRequestedAt !== null || isOver[operation.state]) return false
  return operation.state === "QUEUED" || takesSignals[operation.kind]
}
