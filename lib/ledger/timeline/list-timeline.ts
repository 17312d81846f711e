import type { Actor } from "@/lib/identity/auth/actor"
import { type DeploymentScope, scopeSql } from "@/lib/ledger/deployments/lane-sql"
import { reachedSql } from "@/lib/ledger/deployments/recompute-lane-facts"
import type { DeploymentStatus } from "@/lib/ledger/deployments/schema"
import { withAnnulled } from "@/lib/ledger/deployments/with-annulled"
import { type EnvironmentRef, namesById, readEnvironments } from "@/lib/ledger/environments/read-environments"
import { resolveOptionalEnvironment } from "@/lib/ledger/environments/resolve-environment"
import { check, collectFaults, refuseFields } from "@/lib/platform/collect-faults"
import { Prisma } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { toInstant, toInstantOrNull } from "@/lib/platform/instant"
import type { Timeline, TimelineItem, TimelineQuery, TimelineSlice } from "./schema"
import { sliceWidthSeconds } from "./slice-width"

const defaultWindowMs = 30 * 86_400_000

/** The deployments of a window for drawing: individual items, or slices if there are too many; newest first. */
export async function listTimeline(actor: Actor, query: TimelineQuery): Promise<Timeline> {
  const to = query.to ?? new Date()
  const from = query.from ?? new Date(to.getTime() - defaultWindowMs)
  const [asked] = await collectFaults([
    resolveOptionalEnvironment(actor, query.environment),
    check(() => refuseFields(from < to ? [] : [{ pointer: "/from", message: "from is not before to." }])),
  ])
  const environments = asked === null ? await readEnvironments(actor) : [asked]
  const environmentIds = environments.flatMap(({ ids }) => ids)
  const scope = { application: query.application ?? null, environmentIds, from, to }
  return withAnnulled(query.includeAnnulled, async () => {
    const full = await hasMoreThan(scope, query.maxItems)
    return full
      ? readSlices(scope, environments, query.lanes)
      : readItems(scope, environments, query.maxItems)
  })
}

type ItemRow = {
  id: string
  application: string
  environmentId: string
  imageTag: string
  status: DeploymentStatus
  deployedAt: Date
  completedAt: Date | null
  isRollback: boolean
  replaces: string | null
  annulled: boolean
}

/** Whether the window has more than `count` deployments. */
async function hasMoreThan(scope: DeploymentScope, count: number): Promise<boolean> {
  const rows = await db()
    .$queryRaw`SELECT 1 FROM deployment d WHERE ${scopeSql(scope)} OFFSET ${count} LIMIT 1`
  return Array.isArray(rows) && rows.length > 0
}

/** The newest `limit` deployments of the window, newest first. */
async function readItems(
  scope: DeploymentScope,
  environments: readonly EnvironmentRef[],
  limit: number,
): Promise<TimelineItem[]> {
  const rows = await db().$queryRaw<ItemRow[]>`
    SELECT d.id, d.application, d.environment_id AS "environmentId", d.image_tag AS "imageTag", d.status::text AS status,
      d.deployed_at AS "deployedAt", d.completed_at AS "completedAt", d.is_rollback AS "isRollback",
      replaced.id AS replaces, EXISTS (SELECT 1 FROM annulled_deployment a WHERE a.id = d.id) AS annulled
    FROM deployment d
    LEFT JOIN LATERAL (
      SELECT p.id FROM deployment p
      WHERE d.is_rollback AND p.application = d.application AND p.environment_id = d.environment_id
        AND ${reachedSql("p")} AND (p.deployed_at, p.seq) < (d.deployed_at, d.seq)
      ORDER BY p.deployed_at DESC, p.seq DESC LIMIT 1) replaced ON true
    WHERE ${scopeSql(scope)}
    ORDER BY d.deployed_at DESC, d.seq DESC LIMIT ${limit}`
  const nameOf = namesById(environments)
  return rows.map(({ environmentId, replaces, annulled, ...row }) => ({
    ...row,
    environment: nameOf.get(environmentId) ?? environmentId,
    deployedAt: toInstant(row.deployedAt),
    completedAt: toInstantOrNull(row.completedAt),
    ...(replaces === null ? {} : { replaces }),
    ...(annulled ? { annulled } : {}),
  }))
}

type SliceRow = Record<DeploymentStatus | "rollbacks", number> & { start: Date; lane: string }

const daySeconds = 86_400

/** The window counted by slice, lane and status; newest first, then in a fixed order of lanes. */
async function readSlices(
  scope: DeploymentScope,
  environments: readonly EnvironmentRef[],
  lanes: TimelineQuery["lanes"],
): Promise<TimelineSlice[]> {
  const width = sliceWidthSeconds(scope.from, scope.to)
  const lane = lanes === "application" ? Prisma.sql`application` : Prisma.sql`environment_id`
  const counted = width < daySeconds ? recordsSql(scope) : daysSql(scope)
  // The origin is a Monday, so that week-long slices are ISO weeks.
  const rows = await db().$queryRaw<SliceRow[]>`
    SELECT date_bin(make_interval(secs => ${width}), at, '2001-01-01T00:00:00Z') AS start, ${lane}::text AS lane,
      sum(pending)::int AS "PENDING", sum(deployed)::int AS "DEPLOYED", sum(failed)::int AS "FAILED",
      sum(rolled_back)::int AS "ROLLED_BACK", sum(rollbacks)::int AS rollbacks
    FROM (${counted}) counted
    GROUP BY 1, ${lane} HAVING sum(pending + deployed + failed + rolled_back) > 0 ORDER BY 1 DESC, 2`
  const nameOf = namesById(environments)
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
