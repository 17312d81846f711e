import { isDeepStrictEqual } from "node:util"
import { createYielder } from "@/lib/platform/create-yielder"
import { sqlSnapshot } from "@/lib/platform/db/transaction"
import { offsetSpans, slotStarts, type Window, windowBefore } from "./calendar"
import { defaultReworkWords } from "./definitions"
import {
  type KnownLane,
  lanesSql,
  type PromotionKind,
  type Promotions,
  promotionsOf,
  readLanes,
} from "./insight-lanes"
import type { PromotionLane } from "./metric-sql"
import { fact, packSql } from "./packed-facts"
import { secondsOf } from "./percentile"
import { averageDays, deployDaysPerWeek, rate } from "./rates"
import { type FactsQuestion, readFacts } from "./read-facts"
import type { Question } from "./resolve-query"
import type { InsightTotals, PromotionTimeFigures } from "./schema"
import { newPromotions, Tally, type TallyPlan, windowIndexes } from "./tally"

/**
 * What is counted of the window and of the one before it, for each group of the known lanes. `group` divides them; the lanes
 * of one application belong together.
 */
export function readFigures<Key>(
  question: Question,
  group: (lanes: KnownLane[]) => Map<Key, KnownLane[]>,
): Promise<Map<Key, Figures>> {
  return sqlSnapshot(async () => {
    const { application, environments, to } = question
    const { from } = windowBefore(question)
    const knownLanes = await readLanes(application, environments, { from, to })
    const promotions = promotionsOf(environments, knownLanes, from)
    const plan = planOf(question)
    const groups = [...group(knownLanes)].map(([key, lanes]) => ({ key, lanes, tally: new Tally(plan) }))
    await countFacts(question, groups, promotions)
    const figures = new Map<Key, Figures>()
    for (const { key, lanes, tally } of groups)
      figures.set(key, await figuresOf(question, plan, lanes, promotions, tally))
    return figures
  })
}

async function figuresOf(
  question: Question,
  plan: TallyPlan,
  lanes: readonly KnownLane[],
  promotions: Promotions,
  tally: Tally,
) {
  const applications = new Set(lanes.map(({ application }) => application))
  const promotionsFrom = (kind: PromotionKind) =>
    promotions[kind].filter(({ application }) => applications.has(application))
  const requested = lanes.filter(({ environmentId }) => question.environmentIds.includes(environmentId))
  const firstRecord = Math.min(...requested.map(({ firstRecordAt }) => firstRecordAt.getTime()))
  const pause = createYielder()
  const durations = await tally.durations.sorted(pause)
  const leadTimes = await tally.leadTimes.sorted(pause)
  const slots = tally.counts.map((counts, slot) => ({
    ...counts,
    durations: durations[slot] ?? noValues,
    leadTimes: leadTimes[slot] ?? noValues,
  }))
  return {
    slots: { before: slots.slice(0, plan.before.length), window: slots.slice(plan.before.length) },
    firstRecordAt: requested.length === 0 ? null : new Date(firstRecord),
    openRecoveries: tally.recoveries.open,
    recoveryTimes: await tally.recoveries.times.sorted(),
    promotionTimes: await promotionTimes(question, promotionsFrom, tally.promotions),
    heat: tally.heat,
    deployDays: plan.dayStarts.filter((_, index) => tally.deployDays[index]),
  }
}

export type Figures = Awaited<ReturnType<typeof figuresOf>>
export type Slot = Figures["slots"]["window"][number]

/** The metrics of one of the two windows. */
export function totalsOf(
  figures: Figures,
  which: "window" | "before",
  { from, to }: Window,
  timeZone: string,
): InsightTotals {
  const { firstRecordAt } = figures
  const slots = figures.slots[which]
  const index = windowIndexes[which]
  const sum = (count: (slot: Slot) => number) => slots.reduce((total, slot) => total + count(slot), 0)
  const counts = {
    reached: sum(({ reached }) => reached),
    failed: sum(({ failed }) => failed),
    rolledBack: sum(({ rolledBack }) => rolledBack),
    changes: sum(({ changes }) => changes),
    failedChanges: sum(({ failedChanges }) => failedChanges),
  }
  const { reached, failed, rolledBack } = counts
  const days = averageDays(from, to, firstRecordAt)
  const deployDays = figures.deployDays.filter((day) => day >= from.getTime() && day < to.getTime()).length
  const { n, p50, p90 } = secondsOf(slots.map(({ leadTimes }) => leadTimes))
  const recovery = secondsOf(figures.recoveryTimes.slice(index, index + 1))
  return {
    reached,
    failed,
    rolledBack,
    pending: sum(({ pending }) => pending),
    perDay: days === null ? null : reached / days,
    deployDaysPerWeek: deployDaysPerWeek(deployDays, { from, to }, firstRecordAt, timeZone),
    ...mainRates(counts),
    failureRate: rate(failed, reached + failed),
    reworkRate: rate(
      sum(({ reworked }) => reworked),
      reached,
    ),
    durationSeconds: {
      ...secondsOf(slots.map(({ durations }) => durations)),
      unknown: sum(({ durationUnknown }) => durationUnknown),
      closedLate: sum(({ durationClosedLate }) => durationClosedLate),
    },
    leadTimeSeconds: {
      n,
      p50,
      p90,
      unknown: sum(({ leadTimeUnknown }) => leadTimeUnknown),
      negative: sum(({ leadTimeNegative }) => leadTimeNegative),
    },
    promotionTimeSeconds: figures.promotionTimes.map((times) => times[which]),
    recoveryTimeSeconds: { n: recovery.n, open: figures.openRecoveries[index] ?? 0, p50: recovery.p50 },
  }
}

export function mainRates({
  rolledBack,
  reached,
  failedChanges,
  changes,
}: Pick<Slot, "rolledBack" | "reached" | "failedChanges" | "changes">) {
  return { rollbackRate: rate(rolledBack, reached), changeFailRate: rate(failedChanges, changes) }
}

/** The ids of environments by stage. */
type StagesOfLane = (readonly string[])[]

type OfWindows = Record<keyof typeof windowIndexes, PromotionTimeFigures>

/**
 * Promotion times by environment: from the stage below, and for production also from the lowest stage if that is a
 * different one. `promotionsFrom`: where the lanes are promoted from.
 */
async function promotionTimes(
  { environments, environmentIds, to }: Question,
  promotionsFrom: (kind: PromotionKind) => PromotionLane[],
  promotions: Tally["promotions"],
): Promise<OfWindows[]> {
  const [steps, wholes] = (["step", "whole"] as const).map((kind) =>
    Map.groupBy(promotionsFrom(kind), (lane) => lane.environmentId),
  )
  const figures: OfWindows[] = []
  for (const { id, name } of environments.filter((environment) => environmentIds.includes(environment.id))) {
    const stepFrom = stagesUntil(to, steps?.get(id))
    const wholeFrom = stagesUntil(to, wholes?.get(id))
    const add = async (kind: PromotionKind, stages: StagesOfLane[]) => {
      const ids = new Set(stages.flat(2))
      const from = environments.flatMap((environment) => (ids.has(environment.id) ? [environment.name] : []))
      const { times, skipped, outOfOrder } = promotions[kind].get(id) ?? newPromotions()
      const sorted = await times.sorted()
      const figuresOfWindow = (index: 0 | 1): PromotionTimeFigures => {
        const { n, p50, p90 } = secondsOf([sorted[index] ?? new Float64Array()])
        return {
          kind,
          from,
          to: name,
          n,
          skipped: skipped[index] ?? 0,
          outOfOrder: outOfOrder[index] ?? 0,
          p50,
          p90,
        }
      }
      figures.push({
        before: figuresOfWindow(windowIndexes.before),
        window: figuresOfWindow(windowIndexes.window),
      })
    }
    if (stepFrom.length > 0) await add("step", stepFrom)
    if (wholeFrom.length > 0 && !isDeepStrictEqual(wholeFrom, stepFrom)) await add("whole", wholeFrom)
  }
  return figures
}

/**
 * For each lane, the ids of the stages that tags came from until `to`, by preference: of stages used by then or, where there
 * were none, used since.
 */
function stagesUntil(to: Date, lanes: readonly PromotionLane[] = []): StagesOfLane[] {
  return lanes.map(({ stages }) => {
    const used = stages.filter(({ usedAt }) => usedAt === null || usedAt < to)
    return (used.length === 0 ? stages : used).map(({ originIds }) => originIds)
  })
}

/** Counts the window and the one before it, for each group of lanes, in one pass over all. */
async function countFacts(
  question: Question,
  groups: readonly { lanes: readonly KnownLane[]; tally: Tally }[],
  promotions: Promotions,
): Promise<void> {
  const { environments, environmentIds, reworkWords, isWhole } = question
  const { from } = windowBefore(question)
  const lanes = groups.flatMap(({ lanes: members, tally }) =>
    members
      .filter(({ environmentId }) => environmentIds.includes(environmentId))
      .map((lane) => ({ ...lane, tally, counted: tally.startLane(lane.environmentId, lane.nextDeployedAt) })),
  )
  const productionIds = environments.filter(({ production }) => production).map(({ id }) => id)
  const facts: FactsQuestion<(typeof lanes)[number]> = {
    ...question,
    from,
    lanes,
    isPackedAlike: isWhole && reworkWords.join() === defaultReworkWords.join(),
    packing: (lanesToPack, instants) => ({
      lanes: lanesSql(lanesToPack, environments, promotions),
      facts: packSql(reworkWords, productionIds, instants),
    }),
  }
  await readFacts(facts, ({ tally, counted }, laneFacts) => tally.add(counted, laneFacts))
}

const noValues = new Float64Array()

function planOf(question: Question): TallyPlan {
  const { from, to, bucket, timeZone, environment, leadEnvironmentIds } = question
  const before = windowBefore(question)
  const ofRequested = leadEnvironmentIds.length > 1 ? fact.firstInFamily : fact.firstInLane
  return {
    before: slotStarts(before, bucket, timeZone),
    window: slotStarts({ from, to }, bucket, timeZone),
    to: to.getTime(),
    dayStarts: [before, { from, to }].flatMap((window) => slotStarts(window, "day", timeZone)),
    offsets: offsetSpans(from, to, timeZone).map(({ start, offsetSeconds }) => ({
      start: start.getTime(),
      offset: offsetSeconds * 1000,
    })),
    leadTimeOf: environment === null ? fact.firstInProduction : ofRequested,
  }
}
