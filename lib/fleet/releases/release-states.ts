import type { OperationKind } from "@/lib/fleet/operations/schema"
import type { ReleaseStatus } from "./schema"

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
