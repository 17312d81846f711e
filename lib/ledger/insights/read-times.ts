import { type DeploymentScope, scopeSql } from "@/lib/ledger/deployments/scope-sql"
import { Prisma } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import type { MetricSql } from "./metric-sql"
import type { Slots } from "./slots"

/** The measured times in one slot, or in a whole window. `left` counts excluded records by reason. */
export type Times = {
  n: number
  left: Record<"unknown" | "closedLate" | "negative" | "skipped" | "outOfOrder" | "open", number>
  p50: number | null
  p90: number | null
  p95: number | null
  max: number | null
}

export type TimesByWindow = {
  /** The environment, if the times were grouped by environment. */
  environmentId: string | null
  window: Times
  before: Times
  slots: Map<number, Times>
}

type Row = Times["left"] & {
  environmentId: string | null
  /** null in the row of a whole window. */
  slot: number | null
  isBefore: boolean
  n: number
  percentiles: number[] | null
  max: number | null
}

export const noTimes: Times = {
  n: 0,
  left: { unknown: 0, closedLate: 0, negative: 0, skipped: 0, outOfOrder: 0, open: 0 },
  p50: null,
  p90: null,
  p95: null,
  max: null,
}

/** The percentiles (percentile_cont, never averaged) of a time metric, per slot and per window. */
export async function readTimes(
  scope: DeploymentScope,
  { starts, before }: Slots,
  metric: MetricSql,
  by: "environment" | "everything",
): Promise<TimesByWindow[]> {
  const key = by === "environment" ? Prisma.sql`d.environment_id` : Prisma.sql`NULL::uuid`
  const rows = await db().$queryRaw<Row[]>`
    SELECT environment_id AS "environmentId", slot, slot_before AS "isBefore",
      (count(*) FILTER (WHERE reason IS NULL))::int AS n,
      (count(*) FILTER (WHERE reason = 'unknown'))::int AS unknown,
      (count(*) FILTER (WHERE reason = 'closedLate'))::int AS "closedLate",
      (count(*) FILTER (WHERE reason = 'negative'))::int AS negative,
      (count(*) FILTER (WHERE reason = 'skipped'))::int AS skipped,
      (count(*) FILTER (WHERE reason = 'outOfOrder'))::int AS "outOfOrder",
      (count(*) FILTER (WHERE reason = 'open'))::int AS open,
      percentile_cont(ARRAY[0.5, 0.9, 0.95]) WITHIN GROUP (ORDER BY seconds) FILTER (WHERE reason IS NULL) AS percentiles,
      max(seconds) FILTER (WHERE reason IS NULL) AS max
    FROM (
      SELECT measured.*, slot <= ${before} AS slot_before FROM (
        SELECT ${key} AS environment_id, ${metric.reason} AS reason, ${metric.seconds} AS seconds,
          width_bucket(d.deployed_at, ${starts.map((start) => start.toISOString())}::timestamptz[]) AS slot
        FROM deployment d ${metric.joins} WHERE ${scopeSql(scope)} AND ${metric.population}) measured) placed
    GROUP BY GROUPING SETS ((environment_id, slot_before, slot), (environment_id, slot_before))`
  return [...Map.groupBy(rows, (row) => row.environmentId)].map(([environmentId, own]) => {
    const whole = (isBefore: boolean) => own.find((row) => row.slot === null && row.isBefore === isBefore)
    return {
      environmentId,
      window: timesOf(whole(false)),
      before: timesOf(whole(true)),
      slots: new Map(own.flatMap((row) => (row.slot === null ? [] : [[row.slot, timesOf(row)]]))),
    }
  })
}

function timesOf(row: Row | undefined): Times {
  if (row === undefined) return noTimes
  const { n, unknown, closedLate, negative, skipped, outOfOrder, open, percentiles, max } = row
  const [p50 = null, p90 = null, p95 = null] = percentiles ?? []
  return { n, left: { unknown, closedLate, negative, skipped, outOfOrder, open }, p50, p90, p95, max }
}
