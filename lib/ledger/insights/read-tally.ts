import { Prisma } from "@/lib/platform/db/generated/client"
import { yieldEvery } from "@/lib/platform/yield-every"
import { offsetSpans, slotStarts, windowBefore } from "./calendar"
import { defaultReworkWords } from "./definitions"
import { type KnownLane, lanesSql } from "./lanes"
import { fact, packSql } from "./packed-facts"
import { readFacts } from "./read-facts"
import type { Question } from "./resolve-query"
import { Tally, type TallyPlan } from "./tally"

/** Counts the window and the one before it, for each group of the lanes `known` to have records, in one pass over all. */
export async function readTallies<Key>(
  question: Question,
  known: readonly KnownLane[],
  groups: Map<Key, readonly KnownLane[]>,
) {
  const { environments, environmentIds, reworkWords, to, isWhole } = question
  const plan = planOf(question)
  const { from } = windowBefore(question)
  const tallies = new Map([...groups.keys()].map((key) => [key, new Tally(plan)]))
  const lanes = [...groups].flatMap(([key, members]) => {
    const tally = tallies.get(key) ?? new Tally(plan)
    return members
      .filter(({ environmentId }) => environmentIds.includes(environmentId))
      .map((lane) => ({ ...lane, tally, counted: tally.startLane(lane.environmentId, lane.nextDeployedAt) }))
  })
  const productionIds = environments.filter(({ production }) => production).map(({ id }) => id)
  const facts = {
    ...{ lanes, from, to, isPackedAlike: isWhole && reworkWords.join() === defaultReworkWords.join() },
    packing: {
      lanes: lanesSql(lanes, environments, known, from),
      facts: packSql(reworkWords, productionIds, [Prisma.sql`s.from_at`, Prisma.sql`s.until_at`]),
    },
  }
  await readFacts(facts, ({ tally, counted }, some) => tally.add(counted, some))
  const results = new Map<Key, Awaited<ReturnType<typeof resultOf>>>()
  for (const [key, tally] of tallies) results.set(key, await resultOf(tally, plan))
  return results
}

async function resultOf(tally: Tally, plan: TallyPlan) {
  const pause = yieldEvery()
  const durations = await tally.durations.sorted(pause)
  const leadTimes = await tally.leadTimes.sorted(pause)
  const slots = tally.counts.map((counts, slot) => ({
    ...counts,
    durations: durations[slot] ?? noValues,
    leadTimes: leadTimes[slot] ?? noValues,
  }))
  return {
    slots: { before: slots.slice(0, plan.before.length), window: slots.slice(plan.before.length) },
    recoveries: tally.recoveries,
    promotions: tally.promotions,
    heat: tally.heat,
    deployDays: plan.dayStarts.filter((_, index) => tally.deployDays[index]),
  }
}

const noValues = new Float64Array()

export function planOf(question: Question): TallyPlan {
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
