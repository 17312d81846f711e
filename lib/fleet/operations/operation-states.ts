import type { ReleaseStatus } from "@/lib/fleet/releases/schema"
import type { AuditVerb } from "@/lib/identity/audit/actions"
import { Prisma } from "@/lib/platform/db/generated/client"
import { type OperationKind, type OperationState, operationStates } from "./schema"

export type Change = Exclude<OperationKind, "PREVIEW">

export const statusDuring: Record<Change, ReleaseStatus> = {
  INSTALL: "PENDING_INSTALL",
  UPGRADE: "PENDING_UPGRADE",
  ROLLBACK: "PENDING_ROLLBACK",
  UNINSTALL: "UNINSTALLING",
}

export const pastTense = {
  INSTALL: "installed",
  UPGRADE: "upgraded",
  ROLLBACK: "rolled_back",
  UNINSTALL: "uninstalled",
} as const satisfies Record<Change, AuditVerb<"release">>

/** As in audit actions: `upgrade_failed`. */
export const changeNoun = (kind: Change) => kind.toLowerCase() as Lowercase<Change>

export const isOver: Record<OperationState, boolean> = {
  QUEUED: false,
  RUNNING: false,
  SUCCEEDED: true,
  FAILED: true,
  CANCELLED: true,
}

/** Text rather than parameters, so that the partial indexes on these states apply. */
const statesSql = (ended: boolean) =>
  Prisma.raw(operationStates.flatMap((state) => (isOver[state] === ended ? `'${state}'` : [])).join(", "))

/** The operation `o` is a change that is queued or running. */
export const openChangeSql = Prisma.sql`o.state IN (${statesSql(false)}) AND o.kind <> 'PREVIEW'`

/** The operation `o` has ended. */
export const hasEnded = Prisma.sql`o.state IN (${statesSql(true)})`

/** `openChangeSql` as a Prisma filter. */
export const openChange = {
  state: { in: operationStates.filter((state) => !isOver[state]) },
  kind: { not: "PREVIEW" },
} as const satisfies Prisma.OperationWhereInput

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
