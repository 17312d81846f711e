import { type DeploymentScope, scopeSql } from "@/lib/ledger/deployments/scope-sql"
import { db } from "@/lib/platform/db/transaction"
import { offsetSpans } from "./buckets"
import type { MetricSql } from "./metric-sql"

type Row = { weekday: number; hour: number; count: number }

/**
 * The counts by ISO weekday (Monday first) and local hour. The UTC offsets are passed in instead of using PostgreSQL's
 * time zone data, so that a zone known here need not be known there.
 */
export async function readHeatMap(
  scope: DeploymentScope,
  { counted }: MetricSql,
  timeZone: string,
): Promise<number[][]> {
  const spans = offsetSpans(scope.from, scope.to, timeZone)
  const rows = await db().$queryRaw<Row[]>`
    SELECT EXTRACT(ISODOW FROM local)::int AS weekday, EXTRACT(HOUR FROM local)::int AS hour, count(*)::int AS count
    FROM (
      SELECT d.deployed_at AT TIME ZONE 'UTC' + make_interval(secs => (${spans.map((span) => span.offsetSeconds)}::float8[])[
        width_bucket(d.deployed_at, ${spans.map((span) => span.start.toISOString())}::timestamptz[])]) AS local
      FROM deployment d WHERE ${scopeSql(scope)} AND ${counted}) placed
    GROUP BY 1, 2`
  const heat = Array.from({ length: 7 }, () => Array.from({ length: 24 }, () => 0))
  for (const { weekday, hour, count } of rows) heat[weekday - 1]?.splice(hour, 1, count)
  return heat
}
