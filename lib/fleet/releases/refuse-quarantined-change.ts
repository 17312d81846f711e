import { db } from "@/lib/platform/db/transaction"
import { refuseQuarantined } from "@/lib/policy/quarantine/find-quarantined"
import type { ChangeRequest } from "./operation-requests"

/**
 * Throws a 409 for a change to a quarantined chart version; `releaseId`: of a rollback. Checked when a change is planned,
 * in the transaction that enqueues it, and before Helm starts: the version may be quarantined in between.
 */
export async function refuseQuarantinedChange(
  request: ChangeRequest,
  releaseId: string | null,
): Promise<void> {
  if (request.kind === "UNINSTALL") return
  if (request.kind !== "ROLLBACK") return refuseQuarantined(request)
  const target = await db().releaseRevision.findFirst({
    where: { releaseId: releaseId ?? "", revision: request.targetRevision, operation: { not: "UNINSTALL" } },
    select: { chartName: true, chartVersion: true },
  })
  if (target !== null) await refuseQuarantined(target)
}
