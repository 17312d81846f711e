import { snapshot } from "@/lib/platform/db/transaction"
import { type Window, windowBefore } from "./calendar"
import { averageDays, deployDaysPerWeek, rate } from "./figures"
import { type KnownLane, readLanes } from "./lanes"
import { secondsOf } from "./percentile"
import { promotionTimes } from "./promotion-times"
import { readTallies } from "./read-tally"
import type { Question } from "./resolve-query"
import type { InsightTotals } from "./schema"
import { windowIndexes } from "./tally"

/**
 * What is counted of the window and of the one before it, for each group of the known lanes. `group` divides them; the lanes
 * of one application belong together.
 */
export function readFigures<Key>(
  question: Question,
  group: (known: KnownLane[]) => Map<Key, KnownLane[]>,
): Promise<Map<Key, Figures>> {
  return snapshot(async () => {
    const known = await readLanes(question.application, question.environments, question)
    const groups = group(known)
    const tallies = await readTallies(question, known, groups)
    const figures = new Map<Key, Figures>()
    for (const [key, lanes] of groups) {
      const tally = tallies.get(key)
      if (tally !== undefined) figures.set(key, await figuresOf(question, lanes, tally))
    }
    return figures
  })
}

type Tallied = Awaited<ReturnType<typeof readTallies>> extends Map<unknown, infer One> ? One : never

async function figuresOf(question: Question, known: readonly KnownLane[], tally: Tallied) {
  const since = windowBefore(question).from
  const requested = known.filter(({ environmentId }) => question.environmentIds.includes(environmentId))
  const firstRecord = Math.min(...requested.map(({ firstRecordAt }) => firstRecordAt.getTime()))
  return {
    ...tally,
    firstRecordAt: requested.length === 0 ? null : new Date(firstRecord),
    recoveryTimes: await tally.recoveries.times.sorted(),
    promotionTimes: await promotionTimes(question, since, known, tally.promotions),
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
      ...{ n, p50, p90 },
      unknown: sum(({ leadTimeUnknown }) => leadTimeUnknown),
      negative: sum(({ leadTimeNegative }) => leadTimeNegative),
    },
    promotionTimeSeconds: figures.promotionTimes.map((times) => times[which]),
    recoveryTimeSeconds: { n: recovery.n, open: figures.recoveries.open[index] ?? 0, p50: recovery.p50 },
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
