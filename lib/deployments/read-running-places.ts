import { db } from "@/lib/db/transaction"
import { currentIdsSql, lanesSql } from "./read-current"

/** The stages of the promotion order in which an application runs now, lowest first. */
export async function readRunningPlaces(
  application: string,
): Promise<{ id: string; name: string; rank: number }[]> {
  return db().$queryRaw`
    SELECT e.id, e.name, e.rank
    FROM (${currentIdsSql(lanesSql({ application, environmentIds: null }))}) current
    JOIN deployment d ON d.id = current.id JOIN environment e ON e.id = d.environment_id
    WHERE e.rank IS NOT NULL AND e.archived_at IS NULL
    ORDER BY e.rank, e.name`
}
