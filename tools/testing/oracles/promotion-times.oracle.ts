import { isDeepStrictEqual } from "node:util"
import { compareRank, type Stage, stagesOf } from "@/lib/ledger/environments/promotion-order"
import type { PromotionTimeFigures } from "@/lib/ledger/insights/schema"
import { type FirstUses, stageBelow } from "@/lib/ledger/promotions/trace-path"
import { secondsBetween } from "@/lib/platform/instant"
import {
  type ClassifiedRecord,
  type InsightsRecord,
  isSameVersion,
  percentileCont,
} from "./insight-figures.oracle"
import { compareInLane, type LaneRemoval } from "./lane.oracle"

export type RankedEnvironment = { name: string; rank: number; production: boolean }

export type InsightsLedger = {
  environments: readonly RankedEnvironment[]
  records: readonly InsightsRecord[]
  removals: readonly (LaneRemoval & { application: string; environment: string })[]
}

/** A window with the one before it, of one application or all, in one environment or all. */
type Scope = { application: string | null; environment: string | null; start: Date; end: Date }

/** One entry for each environment that has a stage below it, and for production one from the lowest stage. */
export function promotionTimeFigures(
  records: readonly ClassifiedRecord[],
  allRecords: readonly ClassifiedRecord[],
  { environments }: InsightsLedger,
  scope: Scope,
): PromotionTimeFigures[] {
  const targets = [...environments]
    .sort(compareRank)
    .filter(({ name }) => scope.environment === null || name === scope.environment)
  const firstUses = firstUsesOf(allRecords, scope.application)
  return targets.flatMap((to) => {
    const lower = stagesOf(environments.filter(({ rank }) => rank < to.rank))
    const figuresOf = (kind: PromotionTimeFigures["kind"]) => {
      const preferredLast = kind === "step" ? lower : lower.toReversed()
      const stages = stagesFrom(preferredLast, to, firstUses, scope)
      const names = new Set(stages.flat(2))
      const from = environments.toSorted(compareRank).flatMap(({ name }) => (names.has(name) ? [name] : []))
      const figures = stepFigures({ kind, to: to.name, from }, preferredLast, firstUses, records, allRecords)
      return { stages, figures }
    }
    const step = figuresOf("step")
    const wholeFigures = figuresOf("whole")
    if (step.figures.from.length === 0) return []
    const isDifferent = to.production && !isDeepStrictEqual(wholeFigures.stages, step.stages)
    return isDifferent ? [step.figures, wholeFigures.figures] : [step.figures]
  })
}

function firstUsesOf(allRecords: readonly ClassifiedRecord[], application: string | null) {
  const reached = allRecords
    .filter((record) => record.isFirstArrival && (application === null || record.application === application))
    .sort(compareInLane)
    .reverse()
  return new Map(
    [...Map.groupBy(reached, (record) => record.application)].map(
      ([name, ofApplication]): [string, FirstUses] => [
        name,
        new Map(ofApplication.map(({ environment, deployedAt }) => [environment, deployedAt])),
      ],
    ),
  )
}

/**
 * Keyed by application, the stages that tags that arrive within the scope can have come from, preferred last; of stages that came
 * into use after it only if none did before.
 */
function stagesFrom(
  preferredLast: readonly Stage[],
  to: RankedEnvironment,
  firstUses: ReadonlyMap<string, FirstUses>,
  { start, end }: Scope,
): string[][][] {
  return [...firstUses.values()].flatMap((uses) => {
    const arrived = uses.get(to.name)
    if (arrived === undefined) return []
    const used = preferredLast
      .map(({ environments }) => environments.filter((name) => uses.has(name)))
      .filter((stage) => stage.length > 0)
    const isUsedAt = (stage: string[], at: Date) => stage.some((name) => (uses.get(name) ?? at) <= at)
    const always = used.findLastIndex((stage) => isUsedAt(stage, arrived > start ? arrived : start))
    const reachable = used.slice(Math.max(always, 0))
    const last = new Date(Math.max(end.getTime() - 1, arrived.getTime()))
    const before = reachable.filter((stage) => isUsedAt(stage, last))
    return [before.length === 0 ? reachable : before]
  })
}

function stepFigures(
  step: Pick<PromotionTimeFigures, "kind" | "from" | "to">,
  preferredLast: readonly Stage[],
  firstUses: ReadonlyMap<string, FirstUses>,
  records: readonly ClassifiedRecord[],
  allRecords: readonly ClassifiedRecord[],
): PromotionTimeFigures {
  const arrivals = records
    .filter((record) => record.environment === step.to && record.isFirstArrival)
    .flatMap((arrival) => {
      const same = allRecords.filter((other) => isSameVersion(other, arrival) && other.isFirstArrival)
      const visited = new Set(same.map(({ environment }) => environment))
      const uses = firstUses.get(arrival.application) ?? new Map()
      const stage = stageBelow(preferredLast, arrival.deployedAt, visited, uses)
      if (stage === null) return []
      const onStage = same.filter(({ environment }) => stage.environments.includes(environment))
      return [{ arrival, origin: onStage.sort(compareInLane)[0] }]
    })
  const origins = arrivals.flatMap(({ arrival, origin }) =>
    origin === undefined ? [] : [{ arrival, origin }],
  )
  const waits = origins
    .filter(({ origin, arrival }) => compareInLane(origin, arrival) < 0)
    .map(({ origin, arrival }) => secondsBetween(origin.deployedAt, arrival.deployedAt))
  return {
    ...step,
    n: waits.length,
    skipped: arrivals.length - origins.length,
    outOfOrder: origins.length - waits.length,
    p50: percentileCont(waits, 0.5),
    p90: percentileCont(waits, 0.9),
  }
}
