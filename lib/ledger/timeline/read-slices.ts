import type { DeploymentStatus } from "@/lib/ledger/deployments/schema"
import { type DeploymentScope, scopeSql } from "@/lib/ledger/deployments/scope-sql"
import { type EnvironmentRef, namesById } from "@/lib/ledger/environments/environment-ref"
import { Prisma } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { toInstant } from "@/lib/platform/instant"
import type { TimelineQuery, TimelineSlice } from "./schema"
import { sliceWidthSeconds } from "./slice-width"

type Row = Record<DeploymentStatus | "rollbacks", number> & { start: Date; lane: string }

const daySeconds = 86_400

/** The window counted by slice, lane and status; newest first, lanes in no particular order. */
export async function readSlices(
  scope: DeploymentScope,
  ladder: readonly EnvironmentRef[],
  lanes: TimelineQuery["lanes"],
): Promise<TimelineSlice[]> {
  const width = sliceWidthSeconds(scope.from, scope.to)
  const lane = lanes === "application" ? Prisma.sql`application` : Prisma.sql`environment_id`
  const counted = width < daySeconds ? recordsSql(scope) : daysSql(scope)
  // The origin is a Monday, so that week-long slices are ISO weeks.
  const rows = await db().$queryRaw<Row[]>`
    SELECT date_bin(make_interval(secs => ${width}), at, '2001-01-01T00:00:00Z') AS start, ${lane}::text AS lane,
      sum(pending)::int AS "PENDING", sum(deployed)::int AS "DEPLOYED", sum(failed)::int AS "FAILED",
      sum(rolled_back)::int AS "ROLLED_BACK", sum(rollbacks)::int AS rollbacks
    FROM (${counted}) counted
    GROUP BY 1, ${lane} HAVING sum(pending + deployed + failed + rolled_back) > 0 ORDER BY 1 DESC`
  const nameOf = namesById(ladder)
  return rows.map(({ start, lane: key, rollbacks, ...counts }) => ({
    start: toInstant(start),
    end: toInstant(new Date(start.getTime() + width * 1000)),
    environment: lanes === "environment" ? (nameOf.get(key) ?? key) : null,
    application: lanes === "application" ? key : null,
    counts,
    rollbacks,
  }))
}

/** Each record of the scope as a count of one, with its time and lane. */
function recordsSql(scope: DeploymentScope): Prisma.Sql {
  return Prisma.sql`
    SELECT d.deployed_at AS at, d.application, d.environment_id, (d.status = 'PENDING')::int AS pending,
      (d.status = 'DEPLOYED')::int AS deployed, (d.status = 'FAILED')::int AS failed,
      (d.status = 'ROLLED_BACK')::int AS rolled_back, d.is_rollback::int AS rollbacks
    FROM deployment d WHERE ${scopeSql(scope)}`
}

/** The same from the stored daily counts (UTC); the partial days at both ends are read from the records. */
function daysSql(scope: DeploymentScope): Prisma.Sql {
  const { application, environmentIds, from, to } = scope
  const [first, end] = [dayFrom(from), dayOf(to)]
  return Prisma.sql`
    SELECT day::timestamp AT TIME ZONE 'UTC' AS at, application, environment_id, pending, deployed, failed, rolled_back,
      rollbacks
    FROM lane_day
    WHERE ${application === null ? Prisma.sql`true` : Prisma.sql`application = ${application}`}
      AND environment_id = ANY(${[...environmentIds]}::uuid[])
      AND day >= (${first}::timestamptz AT TIME ZONE 'UTC')::date AND day < (${end}::timestamptz AT TIME ZONE 'UTC')::date
    UNION ALL (${recordsSql({ ...scope, to: first })})
    UNION ALL (${recordsSql({ ...scope, from: end })})`
}

/** UTC midnight at or before an instant. */
function dayOf(instant: Date): Date {
  return new Date(Math.floor(instant.getTime() / (daySeconds * 1000)) * daySeconds * 1000)
}

/** UTC midnight at or after an instant. */
function dayFrom(instant: Date): Date {
  return new Date(Math.ceil(instant.getTime() / (daySeconds * 1000)) * daySeconds * 1000)
}
