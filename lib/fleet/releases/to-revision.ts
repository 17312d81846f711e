import { toCause } from "@/lib/fleet/operations/cause"
import type { ReleaseRevision } from "@/lib/platform/db/generated/client"
import { secondsBetween, toInstant, toInstantOrNull } from "@/lib/platform/instant"
import type { Revision } from "./revision-schema"

/** Excludes the encrypted values and manifest, which lists do not need. */
export const withoutSealed = { sealedValues: true, sealedMasked: true } as const
type ListedRevision = Omit<ReleaseRevision, keyof typeof withoutSealed>

/** `currentId`: the row of the current revision, or null. */
export function toRevision(row: ListedRevision, currentId: string | null): Revision {
  return {
    revision: row.revision,
    operation: row.operation,
    operationId: row.operationId,
    chartName: row.chartName,
    chartVersion: row.chartVersion,
    appVersion: row.appVersion,
    status: row.status,
    current: row.id === currentId,
    description: row.description,
    performedBy: row.performedBy,
    createdAt: toInstant(row.createdAt),
    finishedAt: toInstantOrNull(row.finishedAt),
    durationSeconds: row.finishedAt === null ? null : secondsBetween(row.createdAt, row.finishedAt),
    rolledBackTo: row.rolledBackTo,
    reason: row.reason,
    error: row.error,
    cause: toCause(row.cause, row.error),
    warnings: row.warnings,
  }
}
