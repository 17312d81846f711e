import { v7 as uuidv7 } from "uuid"
import type { Actor } from "@/lib/auth/actor"
import { db } from "@/lib/db/transaction"
import { toInstant } from "@/lib/instant"

export type AuditEvent = {
  /** `noun.verb` in the past tense, such as `deployment.recorded`. */
  action: string
  subjectType: string
  subjectId: string
  /** What changed, without any secret. */
  detail: Record<string, unknown>
}

/** Adds a row to one of the audit chains, in the transaction of the change it tells of. */
export async function appendAudit(actor: Actor, event: AuditEvent): Promise<void> {
  const id = uuidv7()
  const at = new Date()
  const body = JSON.stringify({
    id,
    at: toInstant(at),
    actor: { kind: actor.kind, id: actor.id, name: actor.name, address: actor.address },
    requestId: actor.requestId,
    ...event,
  })
  await db()
    .$executeRaw`SELECT audit_append(${id}::uuid, ${at}::timestamptz, ${actor.kind}, ${actor.id}, ${actor.name},
    ${event.action}, ${event.subjectType}, ${event.subjectId}, ${body})`
}
