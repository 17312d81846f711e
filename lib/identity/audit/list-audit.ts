import { z } from "zod"
import { type Actor, requireScope } from "@/lib/identity/auth/actor"
import type { Prisma } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { cutPage, decodeCursor, type Page } from "@/lib/platform/page"
import { storedActionNames } from "./action-names"
import type { AuditEntry, AuditFilters, AuditQuery } from "./schema"
import { toAuditEntry } from "./to-audit-entry"

const cursorKey = z.tuple([z.iso.datetime(), z.uuid()])

/** Audit entries, newest first. */
export async function listAudit(actor: Actor, query: AuditQuery): Promise<Page<AuditEntry>> {
  requireScope(actor, "admin")
  const cursor = decodeCursor(query.cursor, cursorKey)
  const rows = await db().auditEntry.findMany({
    where: { AND: [matching(query), cursor === null ? {} : after(new Date(cursor[0]), cursor[1])] },
    orderBy: [{ at: "desc" }, { id: "desc" }],
    take: query.limit + 1,
  })
  const page = cutPage(rows, query.limit, (row) => [row.at.toISOString(), row.id])
  return { items: page.items.map(toAuditEntry), nextCursor: page.nextCursor }
}

function matching({ actor, from, to, ...exact }: AuditFilters): Prisma.AuditEntryWhereInput {
  return {
    action: exact.action === undefined ? undefined : { in: storedActionNames(exact.action) },
    subjectType: exact.subjectType,
    subjectId: exact.subjectId,
    at: { gte: from, lt: to },
    ...(actor === undefined ? {} : { OR: [{ actorId: actor }, { actorName: actor }] }),
  }
}

function after(at: Date, id: string): Prisma.AuditEntryWhereInput {
  return { at: { lte: at }, OR: [{ at: { lt: at } }, { id: { lt: id } }] }
}
