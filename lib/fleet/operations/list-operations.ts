import { z } from "zod"
import type { Actor } from "@/lib/identity/auth/actor"
import { db } from "@/lib/platform/db/transaction"
import { cutPage, decodeCursor, type Page } from "@/lib/platform/page"
import type { Operation, OperationQuery } from "./schema"
import { toOperation } from "./to-operation"
import { ofVisibleTenants } from "./visible-to"

const cursorKey = z.tuple([z.uuid()])

/** One page of operations, newest first. Previews are included only on request. */
export async function listOperations(
  actor: Actor,
  { limit, cursor, kind, ...filters }: OperationQuery,
): Promise<Page<Operation>> {
  const after = decodeCursor(cursor, cursorKey)
  const rows = await db().operation.findMany({
    where: {
      AND: [
        ofVisibleTenants(actor),
        filters,
        { kind: kind ?? { not: "PREVIEW" } },
        after === null ? {} : { id: { lt: after[0] } },
      ],
    },
    orderBy: { id: "desc" },
    take: limit + 1,
  })
  const page = cutPage(rows, limit, (row) => [row.id])
  return { ...page, items: page.items.map(toOperation) }
}
