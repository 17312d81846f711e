import { z } from "zod"
import { type Actor, actorKinds, requireScope } from "@/lib/identity/auth/actor"
import { namesContaining } from "@/lib/platform/db/contains-filter"
import { type AuditEntry as AuditRow, Prisma } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { csv, exportLines, ndjson } from "@/lib/platform/export-lines"
import { fieldsOf } from "@/lib/platform/fields-of"
import { cursorInstant, cutPage, decodeCursor, type Page, requireOrderedWindow } from "@/lib/platform/page"
import { currentActionName, storedActionNames } from "./action-names"
import {
  type AuditEntry,
  type AuditExportQuery,
  type AuditFilters,
  type AuditQuery,
  auditEntrySchema,
} from "./schema"

const cursorKey = z.tuple([cursorInstant, z.uuid()])

/** Audit entries with the current names of their subjects, newest first. */
export async function listAudit(actor: Actor, query: AuditQuery): Promise<Page<AuditEntry>> {
  requireScope(actor, "admin")
  requireOrderedWindow(query)
  const cursor = decodeCursor(query.cursor, cursorKey)
  const rows = await db().auditEntry.findMany({
    where: { AND: [await matching(query), cursor === null ? {} : after(new Date(cursor[0]), cursor[1])] },
    orderBy: [{ at: "desc" }, { id: "desc" }],
    take: query.limit + 1,
  })
  const page = cutPage(rows, query.limit, (row) => [row.at.toISOString(), row.id])
  const names = await readSubjectNames(page.items)
  const items = page.items.map((row) => toAuditEntry(row, names.get(row.subjectId) ?? null))
  return { items, nextCursor: page.nextCursor }
}

async function matching({
  actor,
  action,
  from,
  to,
  ...exact
}: AuditFilters): Promise<Prisma.AuditEntryWhereInput> {
  const actorNames = actor === undefined ? [] : await namesContaining("audit_entry.actor_name", actor)
  return {
    action: action === undefined ? undefined : { in: await actionsContaining(action) },
    subjectType: exact.subjectType,
    subjectId: exact.subjectId,
    at: { gte: from, lt: to },
    ...(actor === undefined ? {} : { OR: [{ actorId: actor }, { actorName: { in: actorNames } }] }),
  }
}

/** The stored names of the actions whose current or stored name contains the text. */
async function actionsContaining(part: string): Promise<string[]> {
  const stored = await namesContaining("audit_entry.action", "")
  const lowerPart = part.toLowerCase()
  const matching = stored.filter(
    (name) => name.includes(lowerPart) || currentActionName(name).includes(lowerPart),
  )
  return matching.flatMap(storedActionNames)
}

function after(at: Date, id: string): Prisma.AuditEntryWhereInput {
  return { at: { lte: at }, OR: [{ at: { lt: at } }, { id: { lt: id } }] }
}

/** The part of an entry that is hashed. */
const bodySchema = auditEntrySchema.omit({ subjectName: true, chain: true, position: true, hash: true })

type AuditBody = z.infer<typeof bodySchema>

/** Parses the text of a stored entry; null when it is invalid, which only tampering can cause. */
export function readBody(text: string): AuditBody | null {
  try {
    return bodySchema.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}

const actorKind = z.enum(actorKinds).catch("system")

/** Converts a row to its API representation. A row with tampered text falls back to its columns. */
function toAuditEntry(row: AuditRow, subjectName: string | null): AuditEntry {
  const body = readBody(row.body)
  return {
    ...fieldsOf(auditEntrySchema, row),
    actor: {
      kind: actorKind.parse(row.actorKind),
      id: row.actorId,
      name: row.actorName,
      address: body?.actor.address ?? null,
    },
    requestId: body?.requestId ?? null,
    action: currentActionName(row.action),
    subjectName,
    detail: body?.detail ?? {},
    position: Number(row.position),
    hash: Buffer.from(row.hash).toString("hex"),
  }
}

const entriesAtOnce = 500

/** The lines of an export, newest first. */
export function exportAudit(
  actor: Actor,
  { format, ...filters }: AuditExportQuery,
): Promise<AsyncGenerator<string>> {
  const read = (cursor?: string) => listAudit(actor, { ...filters, limit: entriesAtOnce, cursor })
  return exportLines(read, format === "csv" ? csv(columns) : ndjson)
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
  subjectName: (entry) => entry.subjectName,
  detail: (entry) => JSON.stringify(entry.detail),
  requestId: (entry) => entry.requestId,
  id: (entry) => entry.id,
  chain: (entry) => entry.chain,
  position: (entry) => entry.position,
  hash: (entry) => entry.hash,
}

/** Where the names of subjects are stored: a table, and the name as an expression on `t`. */
const sources: Record<string, [table: string, name: string][]> = {
  annotation: [["annotation", "left(t.text, 100)"]],
  deployment: [
    ["deployment", "t.application || ' ' || t.image_tag"],
    ["annulled_deployment", "t.application || ' ' || t.image_tag"],
  ],
  environment: [["environment", "t.name"]],
  "event-source": [["event_source", "t.name"]],
  quarantine: [["quarantine", "COALESCE(t.image_tag, t.chart_name || ' ' || t.chart_version)"]],
  release: [["helm_release", "t.release_name"]],
  removal: [
    ["removal", "t.application || ' ' || (SELECT e.name FROM environment e WHERE e.id = t.environment_id)"],
  ],
  repository: [["chart_repository", "t.name"]],
  rollout: [["rollout", "t.chart_name || ' ' || t.target_version"]],
  tenant: [["tenant", "t.name"]],
  token: [["api_token", "t.name"]],
  user: [["user_account", "t.email"]],
  webhook: [["webhook", "t.name"]],
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** The current names of these subjects by id, in one statement; subjects that no longer exist are omitted. */
async function readSubjectNames(
  subjects: readonly { subjectType: string; subjectId: string }[],
): Promise<Map<string, string>> {
  const readable = subjects.filter(
    ({ subjectType, subjectId }) => sources[subjectType] && uuid.test(subjectId),
  )
  const idsByType = Map.groupBy(readable, ({ subjectType }) => subjectType)
  const selects = [...idsByType].flatMap(([type, subjectsOfType]) =>
    (sources[type] ?? []).map(
      ([table, name]) => Prisma.sql`
        SELECT t.id::text, ${Prisma.raw(name)} AS name FROM ${Prisma.raw(table)} t
        WHERE t.id = ANY(${subjectsOfType.map(({ subjectId }) => subjectId)}::uuid[])`,
    ),
  )
  if (selects.length === 0) return new Map()
  const rows = await db().$queryRaw<{ id: string; name: string }[]>(Prisma.join(selects, " UNION ALL "))
  return new Map(rows.map(({ id, name }) => [id, name]))
}
