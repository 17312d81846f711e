import { db } from "@/lib/db/transaction"
import { type DeploymentScope, scopeSql } from "@/lib/deployments/scope-sql"
import { averageBegin } from "./average-days"
import { periodsOf } from "./buckets"
import type { MetricSql } from "./metric-sql"
import { percentileCont } from "./percentile"

/** The beginnings of those local days of the scope on which something was counted, the first cut to the scope. */
export async function readDeployDays(
  scope: DeploymentScope,
  { counted }: MetricSql,
  timeZone: string,
): Promise<Date[]> {
  const [, ...further] = periodsOf(scope.from, scope.to, "day", timeZone)
  const starts = [scope.from, ...further.map(({ start }) => start)]
  const rows = await db().$queryRaw<{ day: number }[]>`
    SELECT DISTINCT width_bucket(d.deployed_at, ${starts.map((start) => start.toISOString())}::timestamptz[]) AS day
    FROM deployment d WHERE ${scopeSql(scope)} AND ${counted}`
  return rows.flatMap(({ day }) => starts[day - 1] ?? [])
}

/** The median of the deploy days of each ISO week that the window touches, from the first record on. */
export function deployDaysPerWeek(
  days: readonly Date[],
  { from, to }: { from: Date; to: Date },
  firstRecordAt: Date | null,
  timeZone: string,
): number | null {
  const begin = averageBegin(from, to, firstRecordAt)
  if (begin === null) return null
  const weeks = periodsOf(begin, to, "week", timeZone)
  const counts = weeks.map(({ start, end }) => days.filter((day) => day >= start && day < end).length)
  return percentileCont(counts, 0.5)
}
