import { v7 as uuidv7 } from "uuid"
import type { Actor } from "@/lib/identity/auth/actor"
import { db } from "@/lib/platform/db/transaction"
import { toInstant } from "@/lib/platform/instant"
import type { AuditAction } from "./actions"

/**
 * The row of an event that happens now, without its position in a chain. The noun of the action is usually the type of
 * the subject. `detail`: what changed, without any secret.
 */
export function auditRow(
  actor: Actor,
  action: AuditAction,
  subjectId: string,
  detail: object,
  subjectType = action.split(".", 1)[0] ?? "",
) {
  const id = uuidv7()
  const at = new Date()
  const { kind, id: actorId, name, address, requestId } = actor
  // The exact text that is hashed.
  const body = JSON.stringify({
    id,
    at: toInstant(at),
    actor: { kind, id: actorId, name, address },
    requestId,
    action,
    subjectType,
    subjectId,
    detail,
  })
  return {
    id,
    at,
    actor_kind: kind,
    actor_id: actorId,
    actor_name: name,
    action,
    subject_type: subjectType,
    subject_id: subjectId,
    body,
  }
}

/** Appends a row to one of the audit chains, in the transaction of the change that it records. */
export async function appendAudit(...event: Parameters<typeof auditRow>): Promise<void> {
  const row = auditRow(...event)
  await db()
    .$executeRaw`SELECT audit_append(${row.id}::uuid, ${row.at}::timestamptz, ${row.actor_kind}, ${row.actor_id},
    ${row.actor_name}, ${row.action}, ${row.subject_type}, ${row.subject_id}, ${row.body})`
}
