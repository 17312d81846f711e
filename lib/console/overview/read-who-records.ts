import type { CurrentCell } from "@/lib/ledger/drift/compare-cells"
import { db } from "@/lib/platform/db/transaction"
import { toInstant } from "@/lib/platform/instant"
import type { OverviewRecord } from "./schema"

/** Returns the record of a cell, with its initiator. */
export type WhoOf = (cell: CurrentCell) => OverviewRecord

/** Reads the initiators of these records, which the lane state does not include. */
export async function readWhoRecords(cells: readonly CurrentCell[]): Promise<WhoOf> {
  const rows = await db().deployment.findMany({
    where: { id: { in: cells.map((cell) => cell.deploymentId) } },
    select: { id: true, initiatedBy: true },
  })
  const names = new Map(rows.map((row) => [row.id, row.initiatedBy]))
  return ({ deploymentId, application, imageTag, deployedAt }) => ({
    deploymentId,
    application,
    imageTag,
    deployedAt: toInstant(deployedAt),
    initiatedBy: names.get(deploymentId) ?? "",
  })
}
