import type { EnvironmentRef } from "@/lib/environments/environment-ref"
import { rungsOf, stagesOf } from "@/lib/environments/ladder"
import type { PromotionRung } from "./metric-sql"

export type PromotionKind = "step" | "whole"

export type CarriedLane = { application: string; environmentId: string }

/**
 * For each lane of the `targets`, the environments its tags come from: those of the next lower rank where the
 * application ever was, or (`whole`, production only) of its lowest. Lanes with nothing below are absent.
 */
export function promotionRungs(
  kind: PromotionKind,
  lanes: readonly CarriedLane[],
  ladder: readonly EnvironmentRef[],
  targets: ReadonlySet<string>,
): PromotionRung[] {
  const stages = stagesOf(ladder.filter(({ archivedAt }) => archivedAt === null))
  const environments = new Map(stages.map((stage) => [stage.id, stage]))
  const ofApplication = Map.groupBy(lanes, (lane) => lane.application)
  return lanes.flatMap(({ application, environmentId }) => {
    const to = environments.get(environmentId)
    if (to === undefined || !targets.has(environmentId) || (kind === "whole" && !to.production)) return []
    const carried = new Set(ofApplication.get(application)?.map((lane) => lane.environmentId))
    const lower = stages.filter(({ id, rank }) => rank < to.rank && carried.has(id))
    const names = new Set(rungsOf(lower).at(kind === "step" ? -1 : 0)?.environments)
    const originIds = lower.filter(({ name }) => names.has(name)).map(({ id }) => id)
    return originIds.length === 0 ? [] : [{ application, environmentId, originIds }]
  })
}
