import type { Actor } from "@/lib/identity/auth/actor"
import { visibleTo } from "@/lib/identity/auth/visible-to"
import type { Operation as OperationRow } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { notFound } from "@/lib/platform/errors"
import { fieldsOf } from "@/lib/platform/fields-of"
import { secondsBetween, toInstant } from "@/lib/platform/instant"
import { cutIdPage, decodeIdCursor, mapPage, type Page } from "@/lib/platform/page"
import { toCause } from "./cause"
import { isCancellable } from "./operation-states"
import {
  type Operation,
  type OperationDetail,
  type OperationLine,
  type OperationQuery,
  operationLineSchema,
  operationSchema,
} from "./schema"

/** The stored row; 404 also if the caller cannot see its tenant. */
export async function findOperation(actor: Actor, id: string): Promise<OperationRow> {
  const row = await db().operation.findFirst({
    where: { AND: [{ id }, { tenantId: visibleTo(actor).tenants.where }] },
  })
  if (row === null) throw notFound(`There is no operation ${id}.`)
  return row
}

export async function getOperation(actor: Actor, id: string): Promise<OperationDetail> {
  const row = await findOperation(actor, id)
  return { ...toOperation(row), lines: await readLines(id, 0) }
}

/** One page of operations, newest first. Previews are included only on request. */
export async function listOperations(
  actor: Actor,
  { limit, cursor, kind, ...filters }: OperationQuery,
): Promise<Page<Operation>> {
  const rows = await db().operation.findMany({
    where: {
      AND: [
        { tenantId: visibleTo(actor).tenants.where },
        filters,
        { kind: kind ?? { not: "PREVIEW" } },
        { id: { lt: decodeIdCursor(cursor) } },
      ],
    },
    orderBy: { id: "desc" },
    take: limit + 1,
  })
  return mapPage(cutIdPage(rows, limit), toOperation)
}

/** The log lines of an operation after a line number (0: from the first), oldest first. */
export async function readLines(operationId: string, afterSeq: number): Promise<OperationLine[]> {
  const rows = await db().operationLine.findMany({
    where: { operationId, seq: { gt: afterSeq } },
    orderBy: { seq: "asc" },
  })
  return rows.map(({ seq, at, level, text }) =>
    operationLineSchema.parse({ seq, at: toInstant(at), level, text }),
  )
}

export function toOperation(row: OperationRow): Operation {
  const { startedAt, finishedAt } = row
  return {
    ...fieldsOf(operationSchema, row),
    cause: toCause(row.cause, row.error),
    durationSeconds: startedAt === null || finishedAt === null ? null : secondsBetween(startedAt, finishedAt),
    cancellable: isCancellable(row),
  }
}
