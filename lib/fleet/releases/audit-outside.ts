import { appendAudit } from "@/lib/identity/audit/append-audit"
import { systemActor } from "@/lib/identity/auth/actor"
import type { Release, ReleaseRevision } from "@/lib/platform/db/generated/client"

const actor = systemActor("cluster watch")

type AuditedRevision = Pick<ReleaseRevision, "revision" | "chartName" | "chartVersion">

type Named = Pick<Release, "id" | "tenantId" | "releaseName" | "namespace" | "cluster">

/** Records a change made outside of Slipway in the audit log, in the current transaction. */
export function auditOutside(
  release: Named,
  action: "changed_outside" | "removed_outside" | "stuck",
  more: Record<string, unknown>,
): Promise<void> {
  const { id, tenantId, releaseName, namespace, cluster } = release
  return appendAudit(actor, {
    action: `release.${action}`,
    subjectType: "release",
    subjectId: id,
    detail: { tenantId, releaseName, namespace, cluster, ...more },
  })
}

/** Records those of the revisions that were not made by Slipway; does nothing when there are none. */
export async function auditRevisions(
  release: Release,
  found: readonly (AuditedRevision & { operation: string; status: string })[],
): Promise<void> {
  const outside = found.filter(({ operation }) => operation === "OUT_OF_BAND")
  if (outside.length === 0) return
  await auditOutside(release, "changed_outside", {
    status: outside.at(-1)?.status,
    revisions: outside.map(namedRevision),
  })
}

export const namedRevision = ({ revision, chartName, chartVersion }: AuditedRevision) => ({
  revision,
  chartName,
  chartVersion,
})
