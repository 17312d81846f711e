import { afterCommit, db } from "@/lib/db/transaction"
import { wakeListeners } from "./wake-listeners"

/** What happened, and to what; whoever is told looks the rest up. */
export type LedgerEvent =
  | { type: "deployment.recorded" | "deployment.updated"; deploymentId: string }
  /** Many records at once: whoever shows the ledger reads it again. */
  | { type: "ledger.imported"; importId: string }

/**
 * Tells every process, when and only when the transaction commits. The event is kept in a table and the notification
 * sent after the commit: one inside the transaction would make PostgreSQL commit one transaction after the other.
 */
export async function announce(event: LedgerEvent): Promise<void> {
  const subjectId = event.type === "ledger.imported" ? event.importId : event.deploymentId
  await db().$executeRaw`
    INSERT INTO announced_event (xid, type, subject_id)
    VALUES (pg_current_xact_id()::text::bigint, ${event.type}, ${subjectId}::uuid)`
  afterCommit(wakeListeners)
}
