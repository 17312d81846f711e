import { createHash } from "node:crypto"
import { type Actor, requireScope } from "@/lib/identity/auth/actor"
import type { AuditEntry as AuditRow } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { toInstant } from "@/lib/platform/instant"
import { readBody } from "./list-audit"
import { type AuditFault, type AuditVerification, faultMessages } from "./schema"

const entriesAtOnce = 2_000

type Chain = Link & { chain: number }
type Broken = { chain: number; position: number; id: string | null; fault: AuditFault }

/**
 * Checks every chain from its first entry to its recorded end and reports the first fault. Ignores entries written
 * during the check. Does not detect a chain that was rewritten completely together with its recorded end.
 */
export async function verifyAudit(actor: Actor): Promise<AuditVerification> {
  requireScope(actor, "admin")
  const chains = await db().auditChain.findMany({ orderBy: { chain: "asc" } })
  let entries = 0
  let broken = await findUnchainedEntry()
  for (const chain of chains) {
    if (broken !== null) break
    const followed = await followChain(chain)
    entries += followed.entries
    broken = followed.broken
  }
  return {
    ok: broken === null,
    chains: chains.length,
    entries,
    firstBroken: broken === null ? null : { ...broken, reason: faultMessages[broken.fault] },
  }
}

/** An entry after the recorded end of its chain, or of a chain without a recorded end. */
async function findUnchainedEntry(): Promise<Broken | null> {
  const [stray] = await db().$queryRaw<(Omit<Broken, "position"> & { position: bigint })[]>`
    SELECT past.* FROM audit_chain AS c, LATERAL (
      SELECT chain, position, id::text AS id, 'added' AS fault FROM audit_entry
      WHERE chain = c.chain AND position > c.position ORDER BY position LIMIT 1) AS past
    UNION ALL
    (SELECT chain, position, id::text AS id, 'unknown' AS fault FROM audit_entry AS e
     WHERE NOT EXISTS (SELECT 1 FROM audit_chain AS c WHERE c.chain = e.chain) LIMIT 1)
    LIMIT 1`
  return stray === undefined ? null : { ...stray, position: Number(stray.position) }
}

async function followChain(end: Chain): Promise<{ entries: number; broken: Broken | null }> {
  let last = chainStart
  let entries = 0
  const broken = (position: bigint, id: string | null, fault: AuditFault | null) =>
    fault === null ? null : { chain: end.chain, position: Number(position), id, fault }
  while (last.position < end.position) {
    const rows = await db().auditEntry.findMany({
      where: { chain: end.chain, position: { gt: last.position, lte: end.position } },
      orderBy: { position: "asc" },
      take: entriesAtOnce,
    })
    if (rows.length === 0) break
    for (const row of rows) {
      entries++
      const breach = broken(row.position, row.id, inspectEntry(last, row))
      if (breach !== null) return { entries, broken: breach }
      last = { position: row.position, hash: row.hash }
    }
  }
  return { entries, broken: broken(end.position, null, inspectEnd(last, end)) }
}

/** The end of a chain: the position of its last entry and the hash that the next entry includes. */
type Link = { position: bigint; hash: Uint8Array }

/** The state before the first entry of a chain. */
const chainStart: Link = { position: 0n, hash: new Uint8Array(32) }

/** The fault of the entry that follows `before`, or null. */
function inspectEntry(before: Link, row: AuditRow): AuditFault | null {
  if (row.position !== before.position + 1n) return "missing"
  const expected = createHash("sha256").update(before.hash).update(row.body, "utf8").digest()
  if (!expected.equals(row.hash)) return "changed"
  return columnsMatch(row) ? null : "columns"
}

/** The fault of a chain whose last readable entry is `last` compared with its recorded end, or null. */
function inspectEnd(last: Link, end: Link): AuditFault | null {
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
