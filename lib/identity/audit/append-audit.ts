import { v7 as uuidv7 } from "uuid"
import type { Actor } from "@/lib/identity/auth/actor"
import { db } from "@/lib/platform/db/transaction"
import { toInstant } from "@/lib/platform/instant"

export type AuditEvent = {
  /** `noun.verb` in the past tense, such as `deployment.recorded`. */
  action: string
  subjectType: string
  subjectId: string
  /** What changed, without any secret. */
  detail: Record<string, unknown>
}

/** An entry that has no position in a chain yet; the input of audit_append. */
export type AuditEntry = Omit<AuditEvent, "detail"> & {
  id: string
  at: Date
  actorKind: string
  actorId: string
  actorName: string
  /** The exact text that is hashed. */
  body: string
}

/** Builds the entry for an event that happens now. */
export function auditEntry(actor: Actor, event: AuditEvent): AuditEntry {
  const id = uuidv7()
  const at = new Date()
  const { detail: _detail, ...about } = event
  const body = JSON.stringify({
    id,
    at: toInstant(at),
    actor: { kind: actor.kind, id: actor.id, name: actor.name, address: actor.address },
    requestId: actor.requestId,
    ...event,
  })
  return { id, at, actorKind: actor.kind, actorId: actor.id, actorName: actor.name, ...about, body }
}

/** The entry by the columns of its table. */
export function auditRow({ actorKind, actorId, actorName, subjectType, subjectId, ...rest }: AuditEntry) {
  return {
    ...rest,
    ...{ actor_kind: actorKind, actor_id: actorId, actor_name: actorName },
    ...{ subject_type: subjectType, subject_id: subjectId },
  }
}

/** Appends a row to one of the audit chains, in the transaction of the change that it records. */
export async function appendAudit(actor: Actor, event: AuditEvent): Promise<void> {
  const entry = auditEntry(actor, event)
  await db()
    .$executeRaw`SELECT audit_append(${entry.id}::uuid, ${entry.at}::timestamptz, ${entry.actorKind}, ${entry.actorId},
    ${entry.actorName}, ${entry.action}, ${entry.subjectType}, ${entry.subjectId}, ${entry.body})`
}
