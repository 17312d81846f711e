import { laneFilterSql } from "@/lib/ledger/deployments/current-sql"
import type { Lane } from "@/lib/ledger/deployments/lane-sql"
import { reachedSql } from "@/lib/ledger/deployments/recompute-lane-facts"
import { rankedEnvironments, stagesOf } from "@/lib/ledger/environments/promotion-order"
import type { EnvironmentRef } from "@/lib/ledger/environments/read-environments"
import { Prisma } from "@/lib/platform/db/generated/client"
import { query } from "@/lib/platform/db/transaction"
import type { Window } from "./calendar"
import { type PromotionLane, type PromotionStage, stagesJson } from "./metric-sql"
import { type FactsLane, inLane, isPackedSql, laneKey } from "./read-facts"
import type { PromotionTimeFigures } from "./schema"

export type PromotionKind = PromotionTimeFigures["kind"]

export type KnownLane = FactsLane & {
  firstRecordAt: Date
  /** When the application first reached the environment. */
  usedAt: Date | null
  /** The first DEPLOYED record since the end of the window. */
  nextDeployedAt: Date | null
}

/** The lanes of an application (null: all) in these environments that have records; a few index lookups for each. */
export function readLanes(
  application: string | null,
  environments: readonly EnvironmentRef[],
  { from, to }: Window,
): Promise<KnownLane[]> {
  const oldest = Prisma.sql`ORDER BY d.deployed_at, d.seq LIMIT 1`
  return query<KnownLane>(Prisma.sql`
    SELECT l.application, l.environment_id AS "environmentId", first.deployed_at AS "firstRecordAt",
      used.deployed_at AS "usedAt", next.deployed_at AS "nextDeployedAt", ${isPackedSql({ from, to })} AS "isPacked"
    FROM lane l
    CROSS JOIN LATERAL (SELECT d.deployed_at FROM deployment d WHERE ${inLane} ${oldest}) first
    LEFT JOIN LATERAL (
      SELECT d.deployed_at FROM deployment d WHERE ${inLane} AND ${reachedSql("d")} ${oldest}) used ON true
    LEFT JOIN LATERAL (
      SELECT d.deployed_at FROM deployment d
      WHERE ${inLane} AND d.status = 'DEPLOYED' AND d.deployed_at >= ${to}::timestamptz ${oldest}) next ON true
    WHERE ${laneFilterSql({ application, environmentIds: environments.map(({ id }) => id) })}`)
}

/** Where the lanes are promoted from. */
export type Promotions = Record<PromotionKind, readonly PromotionLane[]>

/** `since`: the time of the oldest record that matters. */
export function promotionsOf(
  environments: readonly EnvironmentRef[],
  lanes: readonly KnownLane[],
  since: Date,
): Promotions {
  const lanesOfKind = (kind: PromotionKind) => promotionLanes(kind, environments, lanes, since)
  return { step: lanesOfKind("step"), whole: lanesOfKind("whole") }
}

/** These lanes as SQL, with what their facts depend on. */
export function lanesSql(
  lanes: readonly Lane[],
  environments: readonly EnvironmentRef[],
  promotions: Promotions = { step: [], whole: [] },
): Prisma.Sql {
  const stages = (kind: PromotionKind) =>
    new Map(promotions[kind].map((lane) => [laneKey(lane), stagesJson(lane)]))
  const step = stages("step")
  const whole = stages("whole")
  const byId = new Map(environments.map((environment) => [environment.id, environment]))
  const rows = lanes.map(({ application, environmentId }, index) => {
    const environment = byId.get(environmentId)
    const family = byId.get(environment?.familyId ?? environmentId)
    return {
      place: index,
      application,
      environment_id: environmentId,
      family_ids: family?.ids ?? [environmentId],
      step: step.get(laneKey({ application, environmentId })),
      whole: whole.get(laneKey({ application, environmentId })),
    }
  })
  return Prisma.sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS l(
    place int, application text, environment_id uuid, family_ids uuid[], step jsonb, whole jsonb)`
}

/**
 * For each lane, the stages below that its tags can have come from, by preference: the next lower first or (`whole`,
 * production only) the lowest. `stageBelow` in lib/ledger/promotions has the rule. Stages that no arrival since `since` can
 * have come from are left out, and so are lanes with nothing below.
 */
export function promotionLanes(
  kind: PromotionKind,
  environments: readonly EnvironmentRef[],
  knownLanes: readonly KnownLane[],
  since: Date,
): PromotionLane[] {
  const ranked = rankedEnvironments(environments.filter(({ archivedAt }) => archivedAt === null))
  const idOf = new Map(ranked.map(({ id, name }) => [name, id]))
  const stages = stagesOf(ranked).map(({ rank, environments: names }) => ({
    rank,
    ids: names.flatMap((name) => idOf.get(name) ?? []),
  }))
  const targets = kind === "step" ? ranked : ranked.filter(({ production }) => production)
  return [...Map.groupBy(knownLanes, (lane) => lane.application)].flatMap(([application, lanes]) => {
    const uses = new Map(
      lanes.flatMap(({ environmentId, usedAt }) => (usedAt === null ? [] : [[environmentId, usedAt]])),
    )
    const used = stages.flatMap(({ rank, ids }) => {
      const originIds = ids.filter((id) => uses.has(id))
      const usedAt = new Date(Math.min(...originIds.flatMap((id) => uses.get(id)?.getTime() ?? [])))
      return originIds.length === 0 ? [] : [{ rank, originIds, usedAt }]
    })
    return targets.flatMap((to) => {
      const firstArrival = uses.get(to.id)
      if (firstArrival === undefined) return []
      const earliest = firstArrival > since ? firstArrival : since
      const candidates = used
        .filter(({ rank }) => rank < to.rank)
        .map(
          ({ originIds, usedAt }): PromotionStage => ({
            originIds,
            usedAt: usedAt <= earliest ? null : usedAt,
          }),
        )
      const preferred = kind === "step" ? candidates.reverse() : candidates
      const always = preferred.findIndex(({ usedAt }) => usedAt === null)
      const reachable = always < 0 ? preferred : preferred.slice(0, always + 1)
      return reachable.length === 0 ? [] : [{ application, environmentId: to.id, stages: reachable }]
    })
  })
}
