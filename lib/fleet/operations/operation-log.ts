import { db, transaction } from "@/lib/platform/db/transaction"
import { publishEvent } from "@/lib/platform/events/publish-event"
import { type Lease, LeaseLost } from "./lease"
import type { OperationLine } from "./schema"

export type NewLine = { at: Date; level: OperationLine["level"]; text: string }

/** Enough for any reader; the output of Helm and the cluster is unbounded. */
const maxLines = 2_000

/** Appends log lines to an operation and notifies subscribers. The texts are already masked. Throws LeaseLost. */
export async function appendLines({ operationId, fence }: Lease, lines: readonly NewLine[]): Promise<void> {
  if (lines.length === 0) return
  await transaction(async () => {
    const [row] = await db().$queryRaw<{ last: number }[]>`
      SELECT COALESCE((SELECT max(seq) FROM operation_line WHERE operation_id = o.id), 0) AS last FROM operation o
      WHERE o.id = ${operationId}::uuid AND o.fence = ${fence} AND o.state = 'RUNNING' FOR UPDATE`
    if (row === undefined) throw new LeaseLost(operationId)
    const { last } = row
    const fitting = lines.slice(0, Math.max(0, maxLines - last))
    await db().operationLine.createMany({
      data: fitting.map((line, index) => ({ operationId, seq: last + 1 + index, ...line })),
    })
    await publishEvent("operation.updated", operationId)
  })
}
