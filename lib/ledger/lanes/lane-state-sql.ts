import { z } from "zod"
import { notRemovedSql } from "@/lib/ledger/deployments/current-sql"
import { type BehindRow, behindOf, behindSql, type ComparedLanes } from "@/lib/ledger/drift/behind-sql"
import { farBehind } from "@/lib/ledger/drift/far-behind"
import { ifGiven } from "@/lib/platform/db/conditions"
import { Prisma } from "@/lib/platform/db/generated/client"
import { dayMs, hourMs, toInstant, toInstantOrNull } from "@/lib/platform/instant"
import { ofTagSql } from "@/lib/policy/quarantine/find-quarantined"
import { type LaneCondition, laneConditions } from "./conditions"
import type { LaneState } from "./schema"

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

/**
 * SQL for the CTE `lane_state` and what it needs: one row for each lane where something runs, is being deployed, failed
 * or was rolled back. `laneColumns` reads it; further columns are for sorting.
 *
 * - quarantine: the active one of the tag that runs
 * - failed: the newest finished record, if it FAILED within 14 days
 * - pending: the newest PENDING record of 30 days; stuck once it is an hour old
 * - rolled_back: a record rolled back within 7 days, with no deployment since
 * - none of these once the application was removed after the record
 * - below_tag, versions, since: those of `behindSql`
 *
 * Statuses and quarantines are the current ones even for a past instant, because a record does not store when it left PENDING; a record
 * that is finished now was therefore not pending then. Reads a few records of each lane by index, however long it is.
 */
export function laneStateSql(compared: ComparedLanes): Prisma.Sql {
  const now = compared.at ?? new Date()
  const ago = (ms: number) => Prisma.sql`${new Date(now.getTime() - ms)}::timestamptz`
  const isOfApplication = ifGiven(compared.application, (name) => Prisma.sql`l.application = ${name}`)
  const isIn = ifGiven(compared.resultEnvironmentId, (id) => Prisma.sql`c.environment_id = ${id}::uuid`)
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
    ${behindSql(compared)}, failed AS (
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
        current.deployed_at, current.seq, current.initiated_by, behind.below_tag, behind.versions, behind.since, failed,
        pending, pending_at, is_stuck, pending_records, rolled_back, quarantine, quarantined_at,
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

/** A row of the CTE `lane_state`, with the columns of `laneColumns`. */
export type LaneStateRow = BehindRow & {
  application: string
  environmentId: string
  environment: string
  environmentPosition: number
  conditions: LaneCondition[]
}

const metConditions = laneConditions.map(
  (condition) => Prisma.sql`CASE WHEN ${conditionSql[condition]} THEN ${condition} END`,
)

export const laneColumns = Prisma.sql`application, environment_id AS "environmentId",
  (SELECT e.name FROM environment e WHERE e.id = environment_id) AS environment,
  environment_position::int AS "environmentPosition", image_tag AS "imageTag", below_tag AS "belowTag", versions, since,
  quarantine, failed, pending, rolled_back AS "rolledBack",
  CASE WHEN deployment_id IS NOT NULL THEN jsonb_build_object('deploymentId', deployment_id, 'imageTag', image_tag,
    'deployedAt', deployed_at, 'initiatedBy', initiated_by) END AS current,
  array_remove(ARRAY[${Prisma.join(metConditions)}], NULL) AS conditions`

const storedTime = z.string().transform((text) => toInstant(new Date(text)))
const storedRecord = z.strictObject({
  deploymentId: z.string(),
  imageTag: z.string(),
  deployedAt: storedTime,
  initiatedBy: z.string(),
})
const storedSince = storedRecord.extend({ since: storedTime }).nullable()
const storedRecords = z.object({
  current: storedRecord.nullable(),
  quarantine: z.strictObject({ reason: z.string(), createdBy: z.string(), since: storedTime }).nullable(),
  pending: storedSince,
  failed: storedSince,
  rolledBack: storedSince,
})

/** Reshapes a row of `lane_state`. Days are counted up to `at`. */
export function laneStateOf(row: LaneStateRow, at: Date | null): LaneState {
  return {
    application: row.application,
    environment: row.environment,
    conditions: row.conditions,
    behind: behindOf(row, at ?? new Date()),
    behindSince: toInstantOrNull(row.since),
    ...storedRecords.parse(row),
  }
}
