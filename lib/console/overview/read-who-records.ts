import type { CurrentCell } from "@/lib/ledger/drift/compare-cells"
import { db } from "@/lib/platform/db/transaction"
import { toInstant } from "@/lib/platform/instant"
import type { OverviewRecord } from "./schema"

/** Answers what a cell's record says, with who initiated it. */
export type WhoOf = (cell: CurrentCell) => OverviewRecord

/** Reads who initiated these, which the state of the lanes does not carry. */
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
