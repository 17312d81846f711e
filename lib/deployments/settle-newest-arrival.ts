import type { Deployment as DeploymentRow } from "@/lib/db/generated/client"
import { db } from "@/lib/db/transaction"
import { laneFactsOf } from "./lane-facts"
import { readLaneContext } from "./read-lane-context"
import { markUndone, settleLanes } from "./settle-lanes"
import { reached } from "./status-transitions"

/** Works out the facts of a stored record: by its neighbours when it is the newest of its lane, else of the whole lane. */
export async function settleNewestArrival(row: DeploymentRow): Promise<void> {
  const context = await readLaneContext(row, row, row.imageTag)
  if (context.hasLaterRecords) return settleLanes([row])
  const facts = laneFactsOf({ imageTag: row.imageTag, reached: reached[row.status] }, context)
  await db().deployment.update({ where: { id: row.id }, data: facts })
  if (facts.isRollback) await markUndone(row, row)
}
