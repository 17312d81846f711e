import type { Operation as OperationRow } from "@/lib/platform/db/generated/client"
import { secondsBetween, toInstant, toInstantOrNull } from "@/lib/platform/instant"
import { toCause } from "./cause"
import { isCancellable } from "./operation-states"
import type { Operation } from "./schema"

/** The API representation; encrypted fields are omitted. */
export function toOperation(row: OperationRow): Operation {
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    tenantId: row.tenantId,
    releaseId: row.releaseId,
    releaseName: row.releaseName,
    namespace: row.namespace,
    cluster: row.cluster,
    revision: row.revision,
    error: row.error,
    cause: toCause(row.cause, row.error),
    requestedBy: row.requestedBy,
    requestedAt: toInstant(row.requestedAt),
    startedAt: toInstantOrNull(row.startedAt),
    finishedAt: toInstantOrNull(row.finishedAt),
    durationSeconds:
      row.startedAt === null || row.finishedAt === null
        ? null
        : secondsBetween(row.startedAt, row.finishedAt),
    cancelRequestedAt: toInstantOrNull(row.cancelRequestedAt),
    cancelRequestedBy: row.cancelRequestedBy,
    cancellable: isCancellable(row),
  }
}
