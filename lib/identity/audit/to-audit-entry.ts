import { z } from "zod"
import type { AuditEntry as AuditRow } from "@/lib/platform/db/generated/client"
import { toInstant } from "@/lib/platform/instant"
import { currentActionName } from "./action-names"
import { type AuditEntry, auditEntrySchema } from "./schema"

/** The part of an entry that is hashed. */
const bodySchema = auditEntrySchema.omit({ chain: true, position: true, hash: true })

export type AuditBody = z.infer<typeof bodySchema>

/** Parses the text of a stored entry; null when it is invalid, which only tampering can cause. */
export function readBody(text: string): AuditBody | null {
  try {
    return bodySchema.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}

const actorKind = z.enum(["user", "token", "system"]).catch("system")

/** Converts a row to its API representation. A row with tampered text falls back to its columns. */
export function toAuditEntry(row: AuditRow): AuditEntry {
  const body = readBody(row.body)
  return {
    id: row.id,
    at: toInstant(row.at),
    actor: {
      kind: actorKind.parse(row.actorKind),
      id: row.actorId,
      name: row.actorName,
      address: body?.actor.address ?? null,
    },
    requestId: body?.requestId ?? null,
    action: currentActionName(row.action),
    subjectType: row.subjectType,
    subjectId: row.subjectId,
    detail: body?.detail ?? {},
    chain: row.chain,
    position: Number(row.position),
    hash: Buffer.from(row.hash).toString("hex"),
  }
}
