import { currentOfLaneSql, notRemovedSql } from "@/lib/ledger/deployments/current-sql"
import { sameBuildSql } from "@/lib/ledger/deployments/deployment-sql"
import { farBehind } from "@/lib/ledger/drift/far-behind"
import { newerBelowSql } from "@/lib/ledger/drift/get-drift"
import type { EnvironmentRef } from "@/lib/ledger/environments/read-environments"
import { ifGiven } from "@/lib/platform/db/conditions"
import { Prisma } from "@/lib/platform/db/generated/client"
import { dayMs, hourMs } from "@/lib/platform/instant"
import { ofTagSql } from "@/lib/policy/quarantine/find-quarantined"
import { type LaneCondition, laneConditions } from "./conditions"

const failedForMs = 14 * dayMs
const rolledBackForMs = 7 * dayMs
const stuckAfterMs = hourMs
/** A deployment left PENDING long ago no longer needs attention. */
const pendingForMs = 30 * dayMs

/** Each condition on `lane_state`. This is the only implementation of these rules. */
export const conditionSql: Record<LaneCondition, Prisma.Sql> = {
  quarantined: Prisma.sql`quarantine IS NOT NULL`,
  failed: Prisma.sql`failed IS NOT NULL`,
  stuck: Prisma.sql`pending IS NOT NULL AND is_stuck`,
  rolledBack: Prisma.sql`rolled_back IS NOT NULL`,
  deploying: Prisma.sql`pending IS NOT NULL AND NOT is_stuck`,
  farBehind: Prisma.sql`is_far_behind`,
  behind: Prisma.sql`versions IS NOT NULL`,
  running: Prisma.sql`deployment_id IS NOT NULL`,
}

/** How many rows of `lane_state` meet each condition, as an aggregate of JSON. */
export const laneCounts = Prisma.sql`json_build_object(${Prisma.join(
  laneConditions.map(
    (condition) => Prisma.sql`${condition}::text, count(*) FILTER (WHERE ${conditionSql[condition]})`,
  ),
)})`

interface LaneStates {
  /** Lanes are compared across all of these. */
  environments: readonly EnvironmentRef[]
  application: string | null
  /** Null: now. */
  at: Date | null
  /** The lanes in the result; null: of all environments. */
  resultEnvironmentId?: string | null
}

/**
 * SQL for the CTE `lane_state` and what it needs: one row for each lane where something runs, is being deployed, failed
 * or was rolled back. Its columns are those of `LaneStateRow`, and `environment_position`, `seq` and `is_far_behind`.
 *
 * - quarantine: the active one of the tag that runs
 * - failed: the newest finished record, if it FAILED within 14 days
 * - pending: the newest PENDING record of 30 days; stuck once it is an hour old
 * - rolled_back: a record rolled back within 7 days, with no deployment since
 * - none of these once the application was removed after the record
 * - below, versions, since: what the nearest lower stage runs and how far it has moved on, if it is another build
 *
 * Statuses and quarantines are the current ones even for a past instant, because a record does not store when it left PENDING; a record
 * that is finished now was therefore not pending then. Reads a few records of each lane by index, however long it is.
 */
export function laneStateSql({
  environments,
  application,
  at,
  resultEnvironmentId = null,
}: LaneStates): Prisma.Sql {
  const now = at ?? new Date()
  const ago = (ms: number) => Prisma.sql`${new Date(now.getTime() - ms)}::timestamptz`
  const ids = environments.map(({ id }) => id)
  const ranks = environments.map(({ rank }) => rank)
  const isOfApplication = ifGiven(application, (name) => Prisma.sql`l.application = ${name}`)
  const isIn = ifGiven(resultEnvironmentId, (id) => Prisma.sql`c.environment_id = ${id}::uuid`)
  const columns = Prisma.sql`d.id AS deployment_id, d.image_tag, d.deployed_at, d.seq, d.initiated_by, d.artifact_digest, d.git_commit`
  const record = (since: string) => Prisma.sql`
    l.application, l.environment_id, jsonb_build_object('deploymentId', d.id, 'imageTag', d.image_tag,
      'deployedAt', d.deployed_at, 'initiatedBy', d.initiated_by, 'since', ${Prisma.raw(since)})`
  const lanes = Prisma.sql`FROM deployment d
    JOIN lane l ON l.application = d.application AND l.environment_id = d.environment_id
    JOIN stage s ON s.environment_id = l.environment_id`
  const isInForce = Prisma.sql`d.deployed_at <= ${now}::timestamptz AND ${notRemovedSql(now)}`
  const laterRecordSql = Prisma.sql`SELECT 1 FROM deployment n
    WHERE n.application = d.application AND n.environment_id = d.environment_id
      AND (n.deployed_at, n.seq) > (d.deployed_at, d.seq) AND n.deployed_at <= ${now}::timestamptz`
  return Prisma.sql`
    stage AS (
      SELECT * FROM unnest(${ids}::uuid[], ${ranks}::int[]) WITH ORDINALITY AS s(environment_id, rank, position)
    ), current AS MATERIALIZED (
      SELECT l.application, l.environment_id, s.rank, d.*
      FROM stage s JOIN lane l ON l.environment_id = s.environment_id
      CROSS JOIN LATERAL (${currentOfLaneSql(columns, at)}) d
      WHERE ${isOfApplication}
    ), of_rank AS (
      SELECT DISTINCT ON (application, rank) * FROM current WHERE rank IS NOT NULL
      ORDER BY application, rank, deployed_at DESC, seq DESC
    ), ordered AS (
      SELECT application, rank, lag(rank) OVER (PARTITION BY application ORDER BY rank) AS below FROM of_rank
    ), compared AS MATERIALIZED (
      SELECT c.deployment_id, c.application, b.environment_id, c.image_tag, c.deployed_at AS arrived_at,
        b.image_tag AS below_tag, b.deployed_at AS below_deployed_at
      FROM current c
      JOIN ordered o ON o.application = c.application AND o.rank = c.rank
      JOIN of_rank b ON b.application = o.application AND b.rank = o.below
      WHERE ${isIn} AND NOT ${sameBuildSql("c", "b")}
    ), behind AS (
      SELECT requested.*, newer.versions,
        CASE WHEN requested.image_tag = requested.below_tag THEN requested.below_deployed_at ELSE newer.since END AS since
      FROM compared requested CROSS JOIN LATERAL (${newerBelowSql(at)}) newer
    ), failed AS (
      SELECT ${record("COALESCE(d.completed_at, d.deployed_at)")} AS failed ${lanes}
      WHERE d.status = 'FAILED' AND d.deployed_at >= ${ago(failedForMs)} AND ${isInForce} AND ${isOfApplication}
        AND NOT EXISTS (${laterRecordSql} AND n.status <> 'PENDING')
    ), pending AS (
      SELECT DISTINCT ON (l.application, l.environment_id) ${record("d.deployed_at")} AS pending,
        d.deployed_at AS pending_at, d.deployed_at < ${ago(stuckAfterMs)} AS is_stuck,
        count(*) OVER (PARTITION BY l.application, l.environment_id) AS pending_records ${lanes}
      WHERE d.status = 'PENDING' AND d.deployed_at >= ${ago(pendingForMs)} AND ${isInForce} AND ${isOfApplication}
      ORDER BY l.application, l.environment_id, d.deployed_at DESC, d.seq DESC
    ), rolled_back AS (
      SELECT DISTINCT ON (l.application, l.environment_id) ${record("d.rolled_back_at")} AS rolled_back ${lanes}
      WHERE d.status = 'ROLLED_BACK' AND d.deployed_at >= ${ago(rolledBackForMs)} - interval '30 days'
        AND d.rolled_back_at >= ${ago(rolledBackForMs)} AND d.rolled_back_at <= ${now}::timestamptz
        AND ${isInForce} AND ${isOfApplication} AND NOT EXISTS (${laterRecordSql} AND n.status = 'DEPLOYED')
      ORDER BY l.application, l.environment_id, d.rolled_back_at DESC
    ), found AS (
      SELECT application, environment_id FROM current
      UNION SELECT application, environment_id FROM failed
      UNION SELECT application, environment_id FROM pending
      UNION SELECT application, environment_id FROM rolled_back
    ), lane_state AS MATERIALIZED (
      SELECT c.application, c.environment_id, s.position AS environment_position, current.deployment_id, current.image_tag,
        current.deployed_at, current.seq, current.initiated_by, behind.below_tag, behind.below_deployed_at,
        behind.versions, behind.since, failed, pending, pending_at, is_stuck, pending_records, rolled_back, quarantine,
        quarantined_at,
        behind.versions IS NOT NULL AND behind.image_tag <> behind.below_tag AND (
          behind.versions >= ${farBehind.versions} OR behind.since <= ${ago(farBehind.days * dayMs)}) AS is_far_behind
      FROM found c
      JOIN stage s USING (environment_id)
      LEFT JOIN current ON current.application = c.application AND current.environment_id = c.environment_id
      LEFT JOIN behind ON behind.deployment_id = current.deployment_id
      LEFT JOIN LATERAL (
        SELECT q.created_at AS quarantined_at,
          jsonb_build_object('reason', q.reason, 'createdBy', q.created_by, 'since', q.created_at) AS quarantine
        FROM quarantine q WHERE ${ofTagSql(Prisma.sql`current.application`, Prisma.sql`current.image_tag`)}
        ORDER BY q.id DESC LIMIT 1) quarantined ON true
      LEFT JOIN failed ON failed.application = c.application AND failed.environment_id = c.environment_id
      LEFT JOIN pending ON pending.application = c.application AND pending.environment_id = c.environment_id
      LEFT JOIN rolled_back ON rolled_back.application = c.application AND rolled_back.environment_id = c.environment_id
      WHERE ${isIn}
    )`
}
