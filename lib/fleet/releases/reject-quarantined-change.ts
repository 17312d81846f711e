import { db } from "@/lib/platform/db/transaction"
import { quarantinedVersion } from "@/lib/policy/quarantine/kinds"
import { rejectQuarantined } from "@/lib/policy/quarantine/reject-quarantined"
import type { ChangeRequest } from "./operation-requests"
import { lastDeployedRevision } from "./recorded-revision"

type ChartVersion = { chartName: string; chartVersion: string }

/**
 * Throws a 409 for a change to a quarantined chart version that the release does not run yet; `releaseId`: of a release that
 * exists. Checked when a change is planned, in the transaction that enqueues it, and before Helm starts: the version may be
 * quarantined in between.
 */
export async function rejectQuarantinedChange(
  request: ChangeRequest,
  releaseId: string | null,
): Promise<void> {
  const target = await targetOf(request, releaseId ?? "")
  if (target === null || (request.kind !== "INSTALL" && (await runs(releaseId ?? "", target)))) return
  await rejectQuarantined(target)
}

async function targetOf(request: ChangeRequest, releaseId: string): Promise<ChartVersion | null> {
  if (request.kind === "UNINSTALL") return null
  if (request.kind !== "ROLLBACK") return request
  return db().releaseRevision.findFirst({
    where: { releaseId, revision: request.targetRevision, operation: { not: "UNINSTALL" } },
    select: { chartName: true, chartVersion: true },
  })
}

/** Its values may still be changed, which is often how the damage is limited. */
async function runs(releaseId: string, { chartName, chartVersion }: ChartVersion): Promise<boolean> {
  const running = await lastDeployedRevision(releaseId)
  return (
    running?.chartName === chartName &&
    quarantinedVersion(running.chartVersion) === quarantinedVersion(chartVersion)
  )
}
