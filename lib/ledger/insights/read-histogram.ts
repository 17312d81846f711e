import { type DeploymentScope, scopeSql } from "@/lib/ledger/deployments/scope-sql"
import { db } from "@/lib/platform/db/transaction"
import { type DurationBin, durationBins, durationEdges } from "./duration-bins"
import type { MetricSql } from "./metric-sql"

/** How many known durations fall into each bin; every bin is present. */
export async function readHistogram(scope: DeploymentScope, duration: MetricSql): Promise<DurationBin[]> {
  const rows = await db().$queryRaw<{ bin: number; count: number }[]>`
    SELECT width_bucket(${duration.seconds}, ${[...durationEdges]}::float8[]) AS bin, count(*)::int AS count
    FROM deployment d WHERE ${scopeSql(scope)} AND ${duration.counted} GROUP BY 1`
  return durationBins(new Map(rows.map(({ bin, count }) => [bin - 1, count])))
}
