import { type KnownLane, type PromotionKind, promotionLanes } from "./lanes"
import type { PromotionLane } from "./metric-sql"
import { secondsOf } from "./percentile"
import type { Question } from "./resolve-query"
import type { PromotionTimeFigures } from "./schema"
import { newPromotions, type Tally, windowIndexes } from "./tally"

type OfWindows = Record<keyof typeof windowIndexes, PromotionTimeFigures>

/**
 * Promotion times by environment: from the stage below, and for production also from the lowest stage if that is a
 * different one. `since`: when the earlier window starts.
 */
export async function promotionTimes(
  { environments, environmentIds, to }: Question,
  since: Date,
  known: readonly KnownLane[],
  promotions: Tally["promotions"],
): Promise<OfWindows[]> {
  const [steps, wholes] = (["step", "whole"] as const).map((kind) =>
    Map.groupBy(promotionLanes(kind, environments, known, since), (lane) => lane.environmentId),
  )
  const figures: OfWindows[] = []
  for (const { id, name } of environments.filter((environment) => environmentIds.includes(environment.id))) {
    const origins = (lanes: PromotionLane[] = []) => {
      const ids = originsUntil(to, lanes)
      return environments
        .filter((environment) => ids.has(environment.id))
        .map((environment) => environment.name)
    }
    const [stepFrom, wholeFrom] = [origins(steps?.get(id)), origins(wholes?.get(id))]
    const add = async (kind: PromotionKind, from: string[]) => {
      const { times, skipped, outOfOrder } = promotions[kind].get(id) ?? newPromotions()
      const sorted = await times.sorted()
      const of = (place: 0 | 1): PromotionTimeFigures => {
        const { n, p50, p90 } = secondsOf([sorted[place] ?? new Float64Array()])
        return {
          kind,
          from,
          to: name,
          n,
          skipped: skipped[place] ?? 0,
          outOfOrder: outOfOrder[place] ?? 0,
          p50,
          p90,
        }
      }
      figures.push({ before: of(windowIndexes.before), window: of(windowIndexes.window) })
    }
    if (stepFrom.length > 0) await add("step", stepFrom)
    if (wholeFrom.length > 0 && wholeFrom.join() !== stepFrom.join()) await add("whole", wholeFrom)
  }
  return figures
}

/** The environments that tags came from until `to`: of stages used by then or, where there were none, used since. */
function originsUntil(to: Date, lanes: readonly PromotionLane[]): Set<string> {
  const origins = lanes.flatMap(({ stages }) => {
    const used = stages.filter(({ usedAt }) => usedAt === null || usedAt < to)
    return used.length === 0 ? stages : used
  })
  return new Set(origins.flatMap(({ originIds }) => originIds))
}
