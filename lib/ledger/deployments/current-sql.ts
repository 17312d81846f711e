import { ifGiven, isAmong } from "@/lib/platform/db/conditions"
import { Prisma } from "@/lib/platform/db/generated/client"
import { query } from "@/lib/platform/db/transaction"
import { firstSql } from "./history-sql"
import { reachedSql } from "./recompute-lane-facts"
import { type DeploymentWithEnvironment, selectDeploymentsSql } from "./to-deployment"

/** Which lanes to read; null means no restriction. */
export type LaneFilter = { application: string | null; environmentIds: readonly string[] | null }

const newestLookedAt = 100

/** The newest current deployment of these lanes; null if nothing is running there. */
export async function readCurrent(lanes: LaneFilter): Promise<DeploymentWithEnvironment | null> {
  const newest = lanes.application === null ? await readAmongNewest(lanes.environmentIds) : null
  return newest ?? readOfEachLane(lanes)
}

/** The newest DEPLOYED record of all lanes is current in its own, and nearly always among the newest few. */
async function readAmongNewest(
  environmentIds: readonly string[] | null,
): Promise<DeploymentWithEnvironment | null> {
  const [row] = await query<DeploymentWithEnvironment>(Prisma.sql`
    ${selectDeploymentsSql}
    JOIN (${firstSql({ environmentIds }, null, newestLookedAt)}) newest
      ON newest.deployed_at = d.deployed_at AND newest.seq = d.seq
    WHERE d.status = 'DEPLOYED' AND ${notRemovedSql()}
    ORDER BY d.deployed_at DESC, d.seq DESC LIMIT 1`)
  return row ?? null
}

/** One index lookup per lane, however long the lane is. */
async function readOfEachLane(lanes: LaneFilter): Promise<DeploymentWithEnvironment | null> {
  const [row] = await query<DeploymentWithEnvironment>(Prisma.sql`
    ${selectDeploymentsSql}
    JOIN (${currentIdsSql(laneFilterSql(lanes))}) current ON current.id = d.id
    ORDER BY d.deployed_at DESC, d.seq DESC LIMIT 1`)
  return row ?? null
}

/** SQL for the ids of the current deployments in the lanes `lane l` that match `where`. */
export function currentIdsSql(where: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    SELECT newest.id FROM lane l
    CROSS JOIN LATERAL (${currentOfLaneSql(Prisma.sql`d.id`)}) newest
    WHERE ${where}`
}

/** The lane filter as a condition on `lane l`. */
export function laneFilterSql({ application, environmentIds }: LaneFilter): Prisma.Sql {
  const isOfApplication = ifGiven(application, (name) => Prisma.sql`l.application = ${name}::text`)
  return Prisma.sql`${isOfApplication} AND ${isAmong(Prisma.sql`l.environment_id`, environmentIds)}`
}

/**
 * SQL for the current deployment of each `lane l` of the enclosing query, as a LATERAL subquery of `columns` of
 * `deployment d`. This is the only implementation of the rule. Current is the newest
 * DEPLOYED record with no later removal so far; for a past instant (`at`, also a column of the enclosing query), also a
 * record that was rolled back after it. One index lookup per lane.
 */
export function currentOfLaneSql(columns: Prisma.Sql, at: Date | Prisma.Sql | null = null): Prisma.Sql {
  return Prisma.sql`
    SELECT ${columns} FROM deployment d
    WHERE d.application = l.application AND d.environment_id = l.environment_id AND ${wasCurrentSql(at)}
      AND d.deployed_at >= COALESCE((
        SELECT max(r.removed_at) FROM removal r
        WHERE r.application = l.application AND r.environment_id = l.environment_id
          AND r.removed_at <= ${at ?? new Date()}::timestamptz), '-infinity')
    ORDER BY d.deployed_at DESC, d.seq DESC LIMIT 1`
}

/** No removal until this instant is later than `deployment d`. */
export function notRemovedSql(at: Date = new Date()): Prisma.Sql {
  return Prisma.sql`NOT EXISTS (
    SELECT 1 FROM removal r
    WHERE r.application = d.application AND r.environment_id = d.environment_id
      AND r.removed_at > d.deployed_at AND r.removed_at <= ${at}::timestamptz)`
}

function wasCurrentSql(at: Date | Prisma.Sql | null): Prisma.Sql {
  if (at === null) return Prisma.sql`d.status = 'DEPLOYED'`
  return Prisma.sql`d.deployed_at <= ${at}::timestamptz AND ${reachedSql("d")}
    AND (d.status = 'DEPLOYED' OR d.rolled_back_at > ${at}::timestamptz)`
}
