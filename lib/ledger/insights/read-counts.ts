import { type DeploymentScope, scopeSql } from "@/lib/ledger/deployments/scope-sql"
import { db } from "@/lib/platform/db/transaction"
import type { MetricSql } from "./metric-sql"
import type { Metric, RateMetric } from "./metrics"

type CountMetric = "reached" | "failed" | "rolledBack" | "pending"

export type Counts = Record<CountMetric, number> &
  Record<RateMetric, { numerator: number; denominator: number }>

type Row = Record<CountMetric | `${RateMetric}Numerator` | `${RateMetric}Denominator`, number> & {
  slot: number
}

/** The counts of each non-empty slot, by slot number. `starts`: where the slots start. */
export async function readCounts(
  scope: DeploymentScope,
  starts: readonly Date[],
  metrics: Record<Metric, MetricSql>,
): Promise<Map<number, Counts>> {
  const { reached, failed, rolledBack, pending, rollbackRate, failureRate, changeFailRate, reworkRate } =
    metrics
  const rows = await db().$queryRaw<Row[]>`
    SELECT width_bucket(d.deployed_at, ${starts.map((start) => start.toISOString())}::timestamptz[]) AS slot,
      (count(*) FILTER (WHERE ${reached.counted}))::int AS reached,
      (count(*) FILTER (WHERE ${failed.counted}))::int AS failed,
      (count(*) FILTER (WHERE ${rolledBack.counted}))::int AS "rolledBack",
      (count(*) FILTER (WHERE ${pending.counted}))::int AS pending,
      (count(*) FILTER (WHERE ${rollbackRate.counted}))::int AS "rollbackRateNumerator",
      (count(*) FILTER (WHERE ${rollbackRate.population}))::int AS "rollbackRateDenominator",
      (count(*) FILTER (WHERE ${failureRate.counted}))::int AS "failureRateNumerator",
      (count(*) FILTER (WHERE ${failureRate.population}))::int AS "failureRateDenominator",
      (count(*) FILTER (WHERE ${changeFailRate.counted}))::int AS "changeFailRateNumerator",
      (count(*) FILTER (WHERE ${changeFailRate.population}))::int AS "changeFailRateDenominator",
      (count(*) FILTER (WHERE ${reworkRate.counted}))::int AS "reworkRateNumerator",
      (count(*) FILTER (WHERE ${reworkRate.population}))::int AS "reworkRateDenominator"
    FROM deployment d WHERE ${scopeSql(scope)} GROUP BY 1`
  return new Map(rows.map((row) => [row.slot, countsOf(row)]))
}

function countsOf(row: Row): Counts {
  const { reached, failed, rolledBack, pending } = row
  const share = (metric: RateMetric) => ({
    numerator: row[`${metric}Numerator`],
    denominator: row[`${metric}Denominator`],
  })
  return {
    reached,
    failed,
    rolledBack,
    pending,
    rollbackRate: share("rollbackRate"),
    failureRate: share("failureRate"),
    changeFailRate: share("changeFailRate"),
    reworkRate: share("reworkRate"),
  }
}

/** The sum of the counts of several slots. */
export function sumCounts(all: readonly Counts[]): Counts {
  const sum = (of: (counts: Counts) => number) => all.reduce((total, counts) => total + of(counts), 0)
  const share = (metric: RateMetric) => ({
    numerator: sum((counts) => counts[metric].numerator),
    denominator: sum((counts) => counts[metric].denominator),
  })
  return {
    reached: sum((counts) => counts.reached),
    failed: sum((counts) => counts.failed),
    rolledBack: sum((counts) => counts.rolledBack),
    pending: sum((counts) => counts.pending),
    rollbackRate: share("rollbackRate"),
    failureRate: share("failureRate"),
    changeFailRate: share("changeFailRate"),
    reworkRate: share("reworkRate"),
  }
}
