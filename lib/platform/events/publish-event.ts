import { afterCommit, db } from "@/lib/platform/db/transaction"
import { notifyListeners } from "./notify-listeners"

/** What happened, and the subject's id; subscribers look up the rest. */
export type LedgerEvent =
  | { type: "deployment.recorded" | "deployment.updated"; deploymentId: string }
  /** Many records at once: views of the ledger reload. */
  | { type: "ledger.imported"; importId: string }
  | { type: "operation.updated"; operationId: string }
  /** In addition to `operation.updated`, for the worker that runs the operation. */
  | { type: "operation.cancel_requested"; operationId: string }
  | { type: "release.updated"; releaseId: string }
  | { type: "rollout.updated"; rolloutId: string }
  /** Also published for a new tenant. */
  | { type: "tenant.updated"; tenantId: string }

/**
 * Publishes an event to every process if the transaction commits. The event is stored in a table and the notification is
 * sent after the commit, because a notification inside the transaction would make PostgreSQL serialize all commits.
 */
export async function publishEvent(event: LedgerEvent): Promise<void> {
  const subjectId = subjectOf(event)
  await db().$executeRaw`
    INSERT INTO announced_event (xid, type, subject_id)
    VALUES (pg_current_xact_id()::text::bigint, ${event.type}, ${subjectId}::uuid)`
  afterCommit(notifyListeners)
}

function subjectOf(event: LedgerEvent): string {
  if (event.type === "ledger.imported") return event.importId
  if (event.type === "operation.updated" || event.type === "operation.cancel_requested")
    return event.operationId
  if (event.type === "rollout.updated") return event.rolloutId
  if (event.type === "tenant.updated") return event.tenantId
  return event.type === "release.updated" ? event.releaseId : event.deploymentId
}
