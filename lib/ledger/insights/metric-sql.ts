import { durationReasonSql } from "@/lib/ledger/deployments/deployment-sql"
import { reachedSql } from "@/lib/ledger/deployments/recompute-lane-facts"
import { escapeLike } from "@/lib/platform/db/contains-filter"
import { Prisma } from "@/lib/platform/db/generated/client"
import type { Metric } from "./metric-names"

/**
 * One metric as SQL over `deployment d`. `population`: the records it covers. `counted`: those that make up its value
 * (the numerator of a rate; for a time, those with a time). `excluded`: records one might expect but that do not count,
 * with `reason` as a code. `seconds`: what a time metric measures.
 */
export type MetricSql = {
  joins: Prisma.Sql
  population: Prisma.Sql
  counted: Prisma.Sql
  excluded: Prisma.Sql
  reason: Prisma.Sql
  seconds: Prisma.Sql
}

/** Environments of one rank below, and when the application first used one of them; null: before all that is counted. */
export type PromotionStage = { originIds: readonly string[]; usedAt: Date | null }

/**
 * Where the first arrivals of an application in one environment are promoted from: the first of these stages that was in
 * use by then, or that the tag reached.
 */
export type PromotionLane = {
  application: string
  environmentId: string
  stages: readonly PromotionStage[]
}

type Settings = {
  reworkWords: readonly string[]
  /** The first arrivals that have a lead time. */
  leadArrivals: Prisma.Sql
  /** The stages that a record of `d` can be promoted from, as JSON of `stagesJson`; null: not promoted to there. */
  stages: Prisma.Sql
}

const emptySql = Prisma.empty
const falseSql = Prisma.sql`false`
const noTime = Prisma.sql`NULL::float8`
const reached = reachedSql("d")
const finished = Prisma.sql`d.status <> 'PENDING'`
const failed = Prisma.sql`(${finished} AND NOT ${reached})`
const rolledBack = Prisma.sql`(d.status = 'ROLLED_BACK' AND ${reached})`
const change = Prisma.sql`(${reached} AND NOT d.is_rollback)`
const failedChange = Prisma.sql`(${change} AND (d.status = 'ROLLED_BACK' OR d.undone_by_rollback))`
const statusReason = Prisma.sql`CASE WHEN d.status = 'PENDING' THEN 'pending' WHEN ${failed} THEN 'failed' END`

function countOf(counted: Prisma.Sql, excluded: Prisma.Sql = falseSql): MetricSql {
  return { joins: emptySql, population: counted, counted, excluded, reason: statusReason, seconds: noTime }
}

function rateOf(population: Prisma.Sql, counted: Prisma.Sql, reason = statusReason): MetricSql {
  const excluded = Prisma.sql`NOT (${population})`
  return {
    joins: emptySql,
    population,
    counted: Prisma.sql`(${population} AND ${counted})`,
    excluded,
    reason,
    seconds: noTime,
  }
}

function timeOf(
  joins: Prisma.Sql,
  population: Prisma.Sql,
  seconds: Prisma.Sql,
  reason: Prisma.Sql,
): MetricSql {
  const counted = Prisma.sql`(${population} AND ${reason} IS NULL)`
  return {
    joins,
    population,
    counted,
    excluded: Prisma.sql`(${population} AND ${reason} IS NOT NULL)`,
    reason,
    seconds,
  }
}

/** All metrics; formulas are in ./definitions. */
export function metricSql({ reworkWords, leadArrivals, stages }: Settings): Record<Metric, MetricSql> {
  const everyReached = countOf(reached, Prisma.sql`NOT (${reached})`)
  return {
    reached: everyReached,
    perDay: everyReached,
    deployDaysPerWeek: everyReached,
    failed: countOf(failed),
    rolledBack: countOf(rolledBack),
    pending: countOf(Prisma.sql`d.status = 'PENDING'`),
    rollbackRate: rateOf(reached, rolledBack),
    failureRate: rateOf(finished, failed),
    changeFailRate: rateOf(change, failedChange, Prisma.sql`COALESCE(${statusReason}, 'rollback')`),
    reworkRate: rateOf(reached, reworkSql(reworkWords)),
    durationSeconds: timeOf(
      emptySql,
      finished,
      secondsSql(Prisma.sql`d.completed_at - d.deployed_at`),
      durationReasonSql,
    ),
    leadTimeSeconds: timeOf(
      emptySql,
      leadArrivals,
      secondsSql(Prisma.sql`d.deployed_at - d.committed_at`),
      Prisma.sql`CASE WHEN d.committed_at IS NULL THEN 'unknown' WHEN d.committed_at > d.deployed_at THEN 'negative' END`,
    ),
    promotionTimeSeconds: promotionSql(stages),
    recoveryTimeSeconds: recoverySql(),
  }
}

function reworkSql(words: readonly string[]): Prisma.Sql {
  const patterns = words.map((word) => `%${escapeLike(word.toLowerCase())}%`)
  return Prisma.sql`(d.is_rollback
    OR lower(concat_ws(E'\n', d.git_branch, d.notes)) LIKE ANY(${patterns}::text[]))`
}

function secondsSql(interval: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`date_part('epoch', ${interval})`
}

/** The first arrivals of a tag: a stored fact for one lane; across several, there must be no earlier one. */
export function firstArrivalSql(environments: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`(d.is_first_arrival AND d.environment_id = ANY(${environments})
    AND (cardinality(${environments}) < 2 OR NOT EXISTS (
      SELECT 1 FROM deployment o
      WHERE o.application = d.application AND o.environment_id = ANY(${environments}) AND o.image_tag = d.image_tag
        AND o.is_first_arrival AND (o.deployed_at, o.seq) < (d.deployed_at, d.seq))))`
}

export function stagesJson({ stages }: PromotionLane) {
  return stages.map(({ originIds, usedAt }, index) => ({
    place: index,
    origin_ids: originIds,
    used_at: usedAt,
  }))
}

/**
 * The rule of stageBelow in lib/ledger/promotions/trace-path, and the first arrival on that stage. `origin` names the join,
 * for two of them in one statement.
 */
export function promotionSql(stages: Prisma.Sql, origin: "origin" | "lowest" = "origin"): MetricSql {
  const from = Prisma.raw(origin)
  const joins = Prisma.sql`
    LEFT JOIN LATERAL (
      SELECT true AS is_known, arrival.deployed_at, arrival.seq
      FROM jsonb_to_recordset(${stages}) AS stage(place int, origin_ids uuid[], used_at timestamptz)
      LEFT JOIN LATERAL (
        SELECT o.deployed_at, o.seq FROM deployment o
        WHERE o.application = d.application AND o.image_tag = d.image_tag AND o.is_first_arrival
          AND o.environment_id = ANY(stage.origin_ids)
        ORDER BY o.deployed_at, o.seq LIMIT 1) arrival ON true
      WHERE d.is_first_arrival AND (stage.used_at IS NULL OR stage.used_at <= d.deployed_at OR arrival.seq IS NOT NULL)
      ORDER BY stage.place LIMIT 1) ${from} ON true`
  return timeOf(
    joins,
    Prisma.sql`(${from}.is_known IS TRUE)`,
    secondsSql(Prisma.sql`d.deployed_at - ${from}.deployed_at`),
    Prisma.sql`CASE WHEN ${from}.deployed_at IS NULL THEN 'skipped'
      WHEN (${from}.deployed_at, ${from}.seq) > (d.deployed_at, d.seq) THEN 'outOfOrder' END`,
  )
}

function recoverySql(): MetricSql {
  const joins = Prisma.sql`
    LEFT JOIN LATERAL (
      SELECT n.deployed_at FROM deployment n
      WHERE ${failedChange} AND n.application = d.application AND n.environment_id = d.environment_id
        AND n.status = 'DEPLOYED' AND (n.deployed_at, n.seq) > (d.deployed_at, d.seq)
      ORDER BY n.deployed_at, n.seq LIMIT 1) next ON true`
  return timeOf(
    joins,
    failedChange,
    secondsSql(Prisma.sql`next.deployed_at - d.deployed_at`),
    Prisma.sql`CASE WHEN next.deployed_at IS NULL THEN 'open' END`,
  )
}
