import { isPending, rolledBackToIn } from "@/lib/fleet/releases/helm-words"
import type { ChangeRequest } from "@/lib/fleet/releases/operation-requests"
import { interrupted } from "@/lib/kube/cluster/mark-failed.task"
import type { HistoryEntry } from "@/lib/kube/helm/schema"

/** A revision of Helm's history, the operation that its label names, and when Helm last wrote it. */
export type Entry = HistoryEntry & { operationId: string | null; changedAt: Date }

/** `change`: made by the operation; `restored`: made because that one failed; `none`: made outside this operation. */
export type Own = "change" | "restored" | "none"

export type Asked = {
  operationId: string
  request: ChangeRequest
  /** Helm's last revision before the change; null if Helm was not started for it. */
  base: number | null
  /** The revision that Slipway made to repair the history, if any. */
  repairedBy: number | null
}

/**
 * The origin of each revision, oldest first. The revision number alone is not enough: another client may have changed the
 * release between our read of the history and our Helm call, or while no worker had the operation.
 */
export function ownRevisions(asked: Asked, history: readonly Entry[]): Own[] {
  const { base } = asked
  const at = base === null ? -1 : history.findIndex((one) => one.revision > base && isChange(asked, one))
  const change = history[at]
  const back = change === undefined || !isUndone(asked, change) ? -1 : restoredAfter(history, at)
  return history.map(({ revision }, index) => {
    if (index === at) return "change"
    return index === back || revision === asked.repairedBy ? "restored" : "none"
  })
}

function isChange({ operationId, request }: Asked, entry: Entry): boolean {
  if (entry.operationId === operationId) return true
  return request.kind === "ROLLBACK" && isRollback(entry, request.targetRevision)
}

/** A rollback takes no label. Helm's description names the target only of a rollback that succeeded. */
function isRollback({ status, description }: Entry, target: number): boolean {
  if (rolledBackToIn(description) === target) return true
  return status === "failed" && (/^Rollback "[^"]*" failed/.test(description) || description === interrupted)
}

/** Whether Helm itself, or a worker that was killed, rolls back from it. */
function isUndone({ request }: Asked, { status, description }: Entry): boolean {
  if (isPending[status] || description === interrupted) return true
  return status === "failed" && request.kind === "UPGRADE" && request.atomic
}

const restoredAfter = (history: readonly Entry[], at: number): number =>
  history.findIndex(({ description }, index) => index > at && /^Rollback /.test(description))
