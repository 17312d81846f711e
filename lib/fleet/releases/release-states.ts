import type { OperationKind } from "@/lib/fleet/operations/schema"
import type { ReleaseStatus } from "./schema"

type Change = Exclude<OperationKind, "PREVIEW">

/** What a release is while Helm works on it. */
export const statusDuring: Record<Change, ReleaseStatus> = {
  INSTALL: "PENDING_INSTALL",
  UPGRADE: "PENDING_UPGRADE",
  ROLLBACK: "PENDING_ROLLBACK",
  UNINSTALL: "UNINSTALLING",
}

/** The past tense of the audit log. */
export const auditVerb: Record<Change, string> = {
  INSTALL: "installed",
  UPGRADE: "upgraded",
  ROLLBACK: "rolled_back",
  UNINSTALL: "uninstalled",
}
