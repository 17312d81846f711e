import { isPending, rolledBackToIn } from "@/lib/fleet/releases/helm-words"
import type { ChangeRequest } from "@/lib/fleet/releases/operation-requests"
import { interrupted } from "@/lib/kube/cluster/mark-failed.task"
import type { HistoryEntry } from "@/lib/kube/helm/schema"

/** A revision of Helm's history, the operation that its label names, and when Helm last wrote it. */
export type Entry = HistoryEntry & { operationId: string | null; changedAt: Date }

/** `change`: the operation's own; `restored`: made because that one failed; `none`: somebody else's. */
export type Own = "change" | "restored" | "none"

export type Asked = {
  operationId: string
  request: ChangeRequest
  /** Helm's last revision before the change; null: Helm was not started for it. */
  base: number | null
  /** The revision that Slipway made to mend the history, where it did. */
  repairedBy: number | null
}

/**
 * Who made each revision, oldest first. The number alone does not tell: somebody else may have changed the release between
 * our look at it and our Helm, or while no worker had the operation.
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

/** A rollback takes no label. Helm says the target of one that failed, or was interrupted, no more. */
function isRollback({ status, description }: Entry, target: number): boolean {
  if (rolledBackToIn(description) === target) return true
  return status === "failed" && (/^Rollback "[^"]*" failed/.test(description) || description === interrupted)
}

/** Whether Helm itself or a worker that is gone goes back from it. */
function isUndone({ request }: Asked, { status, description }: Entry): boolean {
  if (isPending[status] || description === interrupted) return true
  return status === "failed" && request.kind === "UPGRADE" && request.atomic
}

const restoredAfter = (history: readonly Entry[], at: number): number =>
  history.findIndex(({ description }, index) => index > at && /^Rollback /.test(description))
