import { type DeploymentScope, scopeSql } from "@/lib/ledger/deployments/scope-sql"
import { db } from "@/lib/platform/db/transaction"
import type { MetricSql } from "./metric-sql"
import { slotsOf } from "./slots"

/** The starts of the local days of the windows that have a counted deployment; a day cut by `from` counts as two. */
export async function readDeployDays(
  scope: DeploymentScope,
  from: Date,
  { counted }: MetricSql,
  timeZone: string,
): Promise<Date[]> {
  const { starts } = slotsOf(scope.from, from, scope.to, "day", timeZone)
  const rows = await db().$queryRaw<{ day: number }[]>`
    SELECT DISTINCT width_bucket(d.deployed_at, ${starts.map((start) => start.toISOString())}::timestamptz[]) AS day
    FROM deployment d WHERE ${scopeSql(scope)} AND ${counted}`
  return rows.flatMap(({ day }) => starts[day - 1] ?? [])
}
