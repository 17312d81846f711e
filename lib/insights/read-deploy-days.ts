import { db } from "@/lib/db/transaction"
import { type DeploymentScope, scopeSql } from "@/lib/deployments/scope-sql"
import { averageBegin } from "./average-days"
import { periodsOf } from "./buckets"
import type { MetricSql } from "./metric-sql"
import { percentileCont } from "./percentile"
import { slotStarts } from "./slots"

/** The beginnings of those local days of the windows on which something was counted; a day cut by `from` is two. */
export async function readDeployDays(
  scope: DeploymentScope,
  from: Date,
  { counted }: MetricSql,
  timeZone: string,
): Promise<Date[]> {
  const starts = slotStarts(scope.from, from, scope.to, "day", timeZone)
  const before = periodsOf(scope.from, from, "day", timeZone).slice(1)
  starts.splice(1, 0, ...before.map(({ start }) => start))
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
  const starts = weeks.map(({ start }) => start.getTime())
  const inWindow = days.filter((day) => day >= from && day < to)
  const byWeek = Map.groupBy(inWindow, (day) => starts.findLastIndex((start) => start <= day.getTime()))
  return percentileCont(
    weeks.map((_, week) => byWeek.get(week)?.length ?? 0),
    0.5,
  )
}
