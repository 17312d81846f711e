import { db } from "@/lib/platform/db/transaction"
import { toInstant } from "@/lib/platform/instant"
import { type OperationLine, operationLineSchema } from "./schema"

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
