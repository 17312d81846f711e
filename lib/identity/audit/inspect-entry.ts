import { createHash } from "node:crypto"
import type { AuditEntry as AuditRow } from "@/lib/platform/db/generated/client"
import { toInstant } from "@/lib/platform/instant"
import type { AuditFault } from "./schema"
import { readBody } from "./to-audit-entry"

/** The end of a chain: the position of its last entry and the hash that the next entry includes. */
export type Link = { position: bigint; hash: Uint8Array }

/** The state before the first entry of a chain. */
export const chainStart: Link = { position: 0n, hash: new Uint8Array(32) }

/** The fault of the entry that follows `before`, or null. */
export function inspectEntry(before: Link, row: AuditRow): AuditFault | null {
  if (row.position !== before.position + 1n) return "missing"
  const expected = createHash("sha256").update(before.hash).update(row.body, "utf8").digest()
  if (!expected.equals(row.hash)) return "changed"
  return columnsMatch(row) ? null : "columns"
}

/** The fault of a chain whose last readable entry is `last` compared with its recorded end, or null. */
export function inspectEnd(last: Link, end: Link): AuditFault | null {
  if (last.position < end.position) return "truncated"
  return Buffer.from(end.hash).equals(last.hash) ? null : "changed"
}

function columnsMatch(row: AuditRow): boolean {
  const body = readBody(row.body)
  return (
    body !== null &&
    body.id === row.id &&
    body.at === toInstant(row.at) &&
    body.actor.kind === row.actorKind &&
    body.actor.id === row.actorId &&
    body.actor.name === row.actorName &&
    body.action === row.action &&
    body.subjectType === row.subjectType &&
    body.subjectId === row.subjectId
  )
}
