import type { EnvironmentRef } from "@/lib/ledger/environments/environment-ref"
import { rungsOf, stagesOf } from "@/lib/ledger/environments/ladder"
import type { FirstUses } from "@/lib/ledger/promotions/trace-path"
import type { PromotionLane, PromotionStage } from "./metric-sql"

export type PromotionKind = "step" | "whole"

/**
 * For each lane of the `targets`, the stages below that its tags can have come from, by preference: the next lower first
 * or (`whole`, production only) the lowest. `stageBelow` in lib/ledger/promotions has the rule. Stages that no arrival since
 * `begin` can have come from are left out, and so are lanes with nothing below.
 */
export function promotionLanes(
  kind: PromotionKind,
  firstUses: ReadonlyMap<string, FirstUses>,
  ladder: readonly EnvironmentRef[],
  targets: ReadonlySet<string>,
  begin: Date,
): PromotionLane[] {
  const stages = stagesOf(ladder.filter(({ archivedAt }) => archivedAt === null))
  const tos = stages.filter((to) => targets.has(to.id) && (kind === "step" || to.production))
  const idOf = new Map(stages.map(({ id, name }) => [name, id]))
  return [...firstUses].flatMap(([application, uses]) =>
    tos.flatMap((to) => {
      const firstArrival = uses.get(to.name)
      if (firstArrival === undefined) return []
      const lower = rungsOf(stages.filter(({ rank, name }) => rank < to.rank && uses.has(name)))
      const earliest = firstArrival > begin ? firstArrival : begin
      const candidates = lower.map(({ environments }): PromotionStage => {
        const times = environments.flatMap((name) => uses.get(name)?.getTime() ?? [])
        const usedAt = new Date(Math.min(...times))
        return {
          originIds: environments.flatMap((name) => idOf.get(name) ?? []),
          usedAt: usedAt <= earliest ? null : usedAt,
        }
      })
      const preferred = kind === "step" ? candidates.reverse() : candidates
      const always = preferred.findIndex(({ usedAt }) => usedAt === null)
      const reachable = always < 0 ? preferred : preferred.slice(0, always + 1)
      return reachable.length === 0 ? [] : [{ application, environmentId: to.id, stages: reachable }]
    }),
  )
}

/** The environments that tags came from until `to`: of stages used by then or, where there were none, used since. */
export function originsUntil(to: Date, lanes: readonly PromotionLane[]): Set<string> {
  const origins = lanes.flatMap(({ stages }) => {
    const used = stages.filter(({ usedAt }) => usedAt === null || usedAt < to)
    return used.length === 0 ? stages : used
  })
  return new Set(origins.flatMap(({ originIds }) => originIds))
}
