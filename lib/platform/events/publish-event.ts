import { afterCommit, db } from "@/lib/platform/db/transaction"
import { notifyListeners } from "./notify-listeners"

/** What happened, and to what; whoever is told looks the rest up. */
export type LedgerEvent =
  | { type: "deployment.recorded" | "deployment.updated"; deploymentId: string }
  /** Many records at once: whoever shows the ledger reads it again. */
  | { type: "ledger.imported"; importId: string }
  | { type: "operation.updated"; operationId: string }
  /** Beside `operation.updated`, for the worker that has the operation. */
  | { type: "operation.cancel_requested"; operationId: string }
  | { type: "release.updated"; releaseId: string }
  | { type: "rollout.updated"; rolloutId: string }
  /** Also that it is new. */
  | { type: "tenant.updated"; tenantId: string }

/**
 * Tells every process, when and only when the transaction commits. The event is kept in a table and the notification
 * sent after the commit: one inside the transaction would make PostgreSQL commit one transaction after the other.
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
