import { toCause } from "@/lib/fleet/operations/cause"
import { toOperation } from "@/lib/fleet/operations/to-operation"
import { showMaskedIn } from "@/lib/kube/masking/mask"
import { toInstant, toInstantOrNull } from "@/lib/platform/instant"
import type { ReleaseRow } from "./find-release"
import type { Release } from "./schema"
import { unsealValues } from "./sealed-values"

export function toRelease(row: ReleaseRow): Release {
  const [operation] = row.operations
  return {
    id: row.id,
    tenantId: row.tenantId,
    tenantSlug: row.tenant.slug,
    tenantName: row.tenant.name,
    releaseName: row.releaseName,
    namespace: row.namespace,
    cluster: row.cluster,
    repository: row.repository,
    chartName: row.chartName,
    chartVersion: row.chartVersion,
    appVersion: row.appVersion,
    valuesOverride: showMaskedIn(unsealValues(row.sealedMasked)),
    timeout: row.timeoutSeconds,
    atomic: row.atomic,
    waitForJobs: row.waitForJobs,
    description: row.description,
    status: row.status,
    revision: row.revision,
    inCluster: row.inCluster,
    createdBy: row.createdBy,
    createdAt: toInstant(row.createdAt),
    updatedAt: toInstant(row.updatedAt),
    deployedAt: toInstantOrNull(row.deployedAt),
    uninstalledAt: toInstantOrNull(row.uninstalledAt),
    uninstallReason: row.uninstallReason,
    operation: operation === undefined ? null : toOperation(operation),
    outOfBand: row.outOfBand,
    lastError: row.lastError,
    cause: toCause(row.cause, row.lastError),
    warnings: row.warnings,
    stuckSince: toInstantOrNull(row.stuckSince),
  }
}
