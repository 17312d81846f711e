import { compareInLane, type LaneRemoval } from "@/lib/deployments/lane-model"
import { compareOnLadder, rungsOf } from "@/lib/environments/ladder"
import { secondsBetween } from "@/lib/instant"
import { percentileCont } from "./percentile"
import type { PromotionTimeFigures } from "./schema"
import { type InsightsRecord, isSameVersion, type JudgedRecord } from "./time-model"

type Kind = PromotionTimeFigures["kind"]

export type LadderEnvironment = { name: string; rank: number; production: boolean }

export type InsightsLedger = {
  ladder: readonly LadderEnvironment[]
  records: readonly InsightsRecord[]
  removals: readonly (LaneRemoval & { application: string; environment: string })[]
}

/** One entry for each environment the scope ever was in, from the rung below and, for production, from the lowest. */
export function promotionTimeFigures(
  records: readonly JudgedRecord[],
  everything: readonly JudgedRecord[],
  ledger: InsightsLedger,
  { application, environment }: { application: string | null; environment: string | null },
): PromotionTimeFigures[] {
  const targets = [...ledger.ladder]
    .sort(compareOnLadder)
    .filter(({ name }) => environment === null || name === environment)
  return targets.flatMap((to) => {
    const [step, whole] = (["step", "whole"] as const).map((kind) => {
      const origins = originsByApplication(kind, to, ledger, application)
      return stepFigures({ kind, to: to.name, from: namesOf(origins, ledger) }, origins, records, everything)
    })
    if (step === undefined || whole === undefined || step.from.length === 0) return []
    return to.production && whole.from.join() !== step.from.join() ? [step, whole] : [step]
  })
}

/** For each application that ever was here: of the environments it ever was in, those of the next lower or lowest rung. */
function originsByApplication(
  kind: Kind,
  to: LadderEnvironment,
  { ladder, records, removals }: InsightsLedger,
  application: string | null,
): Map<string, string[]> {
  const places = [...records, ...removals].filter(
    (one) => application === null || one.application === application,
  )
  const origins = [...Map.groupBy(places, (one) => one.application)].map(
    ([name, own]): [string, string[]] => {
      const carried = new Set(own.map(({ environment }) => environment))
      if (!carried.has(to.name)) return [name, []]
      const lower = rungsOf(ladder.filter((other) => other.rank < to.rank && carried.has(other.name)))
      return [name, lower.at(kind === "step" ? -1 : 0)?.environments ?? []]
    },
  )
  return new Map(origins.filter(([, names]) => names.length > 0))
}

function namesOf(origins: Map<string, string[]>, { ladder }: InsightsLedger): string[] {
  const names = new Set([...origins.values()].flat())
  return [...ladder].sort(compareOnLadder).flatMap(({ name }) => (names.has(name) ? [name] : []))
}

function stepFigures(
  step: Pick<PromotionTimeFigures, "kind" | "from" | "to">,
  originsOf: Map<string, string[]>,
  records: readonly JudgedRecord[],
  everything: readonly JudgedRecord[],
): PromotionTimeFigures {
  const arrivals = records.filter(
    (record) => record.environment === step.to && record.isFirstArrival && originsOf.has(record.application),
  )
  const origins = arrivals.flatMap((arrival) => {
    const rung = originsOf.get(arrival.application) ?? []
    const before = everything.filter(
      (other) => isSameVersion(other, arrival) && rung.includes(other.environment),
    )
    const origin = before.sort(compareInLane)[0]
    return origin === undefined ? [] : [{ origin, arrival }]
  })
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
