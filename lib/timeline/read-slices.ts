import { Prisma } from "@/lib/db/generated/client"
import { db } from "@/lib/db/transaction"
import type { DeploymentStatus } from "@/lib/deployments/schema"
import { type DeploymentScope, scopeSql } from "@/lib/deployments/scope-sql"
import type { EnvironmentRef } from "@/lib/environments/resolve-environment"
import { toInstant } from "@/lib/instant"
import type { TimelineQuery, TimelineSlice } from "./schema"
import { sliceWidthSeconds } from "./slice-width"

type Row = Record<DeploymentStatus | "rollbacks", number> & { start: Date; lane: string }

/** The window counted by slice, lane and status; newest first, lanes in no particular order. */
export async function readSlices(
  scope: DeploymentScope,
  ladder: readonly EnvironmentRef[],
  lanes: TimelineQuery["lanes"],
): Promise<TimelineSlice[]> {
  const width = sliceWidthSeconds(scope.from, scope.to)
  const lane = lanes === "application" ? Prisma.sql`d.application` : Prisma.sql`d.environment_id`
  // The origin is a Monday, so that slices of a week are ISO weeks.
  const rows = await db().$queryRaw<Row[]>`
    SELECT date_bin(make_interval(secs => ${width}), d.deployed_at, '2001-01-01T00:00:00Z') AS start, ${lane}::text AS lane,
      (count(*) FILTER (WHERE d.status = 'PENDING'))::int AS "PENDING",
      (count(*) FILTER (WHERE d.status = 'DEPLOYED'))::int AS "DEPLOYED",
      (count(*) FILTER (WHERE d.status = 'FAILED'))::int AS "FAILED",
      (count(*) FILTER (WHERE d.status = 'ROLLED_BACK'))::int AS "ROLLED_BACK",
      (count(*) FILTER (WHERE d.is_rollback))::int AS rollbacks
    FROM deployment d WHERE ${scopeSql(scope)}
    GROUP BY 1, ${lane} ORDER BY 1 DESC`
  const nameOf = new Map(ladder.map(({ id, name }) => [id, name]))
  return rows.map(({ start, lane: key, rollbacks, ...counts }) => ({
    start: toInstant(start),
    end: toInstant(new Date(start.getTime() + width * 1000)),
    environment: lanes === "environment" ? (nameOf.get(key) ?? key) : null,
    application: lanes === "application" ? key : null,
    counts,
    rollbacks,
  }))
}
