import type { OperationKind, OperationState } from "./schema"

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
