import { setTimeout as sleep } from "node:timers/promises"
import { Prisma } from "@/lib/platform/db/generated/client"
import { afterCommit, db, outsideTransaction, query } from "@/lib/platform/db/transaction"
import { log } from "@/lib/platform/log"

/** What happened to a deployment, operation, quarantine, release, rollout, tenant or webhook. */
export type EventType =
  | "deployment.recorded"
  | "deployment.updated"
  /** Many records at once, by the id of the import: views of the ledger reload. */
  | "ledger.imported"
  | "operation.updated"
  /** In addition to `operation.updated`, for the worker that runs the operation. */
  | "operation.cancel_requested"
  | "quarantine.updated"
  | "release.updated"
  | "rollout.updated"
  /** Published for a new tenant, too. */
  | "tenant.updated"
  /** A delivery of the webhook is to be sent. */
  | "webhook.updated"

/**
 * Publishes an event to every process if the transaction commits; subscribers look up the subject by its id. The event is
 * stored in a table and the notification is sent after the commit, because a notification inside the transaction would make
 * PostgreSQL serialize all commits.
 */
export async function publishEvent(type: EventType, subjectId: string): Promise<void> {
  await db().$executeRaw`
    INSERT INTO announced_event (xid, type, subject_id)
    VALUES (pg_current_xact_id()::text::bigint, ${type}, ${subjectId}::uuid)`
  afterCommit(notifyListeners)
}

export const eventChannel = "slipway_events"

// Under load, many events share one notification; a single event is sent immediately.
const restMs = 30

let isNotifying = false
let isNotifyPending = false

/**
 * Notifies the listeners of all processes to read new events. Concurrent calls are combined into few notifications. If one
 * is lost, listeners read by themselves a little later.
 */
export function notifyListeners(): void {
  isNotifyPending = true
  if (!isNotifying) void outsideTransaction(notifyUntilIdle)
}

async function notifyUntilIdle(): Promise<void> {
  isNotifying = true
  try {
    while (isNotifyPending) {
      isNotifyPending = false
      await query(Prisma.sql`SELECT pg_notify(${eventChannel}, '')`)
      await sleep(restMs)
    }
  } catch (error) {
    log.warn({ err: error }, "could not notify listeners, they poll instead")
  } finally {
    isNotifying = false
  }
}
