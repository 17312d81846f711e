import { type Actor, requireScope } from "@/lib/identity/auth/actor"
import { csvLine } from "@/lib/platform/csv"
import { listAudit } from "./list-audit"
import type { AuditEntry, AuditExportQuery, AuditFilters } from "./schema"

const entriesAtOnce = 500

/** The lines of an export, each with its line ending; read in batches, so that memory use stays constant. */
export function exportAudit(actor: Actor, { format, ...filters }: AuditExportQuery): AsyncGenerator<string> {
  requireScope(actor, "admin")
  return format === "csv" ? csvLines(actor, filters) : jsonLines(actor, filters)
}

async function* jsonLines(actor: Actor, filters: AuditFilters): AsyncGenerator<string> {
  for await (const entries of batches(actor, filters)) {
    yield entries.map((entry) => `${JSON.stringify(entry)}\n`).join("")
  }
}

async function* csvLines(actor: Actor, filters: AuditFilters): AsyncGenerator<string> {
  yield `${csvLine(Object.keys(columns))}\r\n`
  for await (const entries of batches(actor, filters)) {
    yield entries
      .map((entry) => `${csvLine(Object.values(columns).map((column) => column(entry)))}\r\n`)
      .join("")
  }
}

const columns: Record<string, (entry: AuditEntry) => string | number | null> = {
  at: (entry) => entry.at,
  actorKind: (entry) => entry.actor.kind,
  actorName: (entry) => entry.actor.name,
  actorId: (entry) => entry.actor.id,
  address: (entry) => entry.actor.address,
  action: (entry) => entry.action,
  subjectType: (entry) => entry.subjectType,
  subjectId: (entry) => entry.subjectId,
  detail: (entry) => JSON.stringify(entry.detail),
  requestId: (entry) => entry.requestId,
  id: (entry) => entry.id,
  chain: (entry) => entry.chain,
  position: (entry) => entry.position,
  hash: (entry) => entry.hash,
}

async function* batches(actor: Actor, filters: AuditFilters): AsyncGenerator<AuditEntry[]> {
  let cursor: string | undefined
  do {
    const page = await listAudit(actor, { ...filters, limit: entriesAtOnce, cursor })
    if (page.items.length > 0) yield page.items
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)
}
