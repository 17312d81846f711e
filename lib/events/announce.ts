import { db } from "@/lib/db/transaction"

export const eventChannel = "slipway_events"

/** What crosses PostgreSQL's NOTIFY: small, and never more than the listener needs to look the rest up. */
export type LedgerEvent =
  | { type: "deployment.recorded" | "deployment.updated"; deploymentId: string; environmentId: string }
  /** Many records at once: whoever shows the ledger reads it again. */
  | { type: "ledger.imported"; importId: string }

/** Tells every process, when and only when the transaction commits. */
export async function announce(event: LedgerEvent): Promise<void> {
  await db().$executeRaw`SELECT pg_notify(${eventChannel}, ${JSON.stringify(event)})`
}
