import type { Actor } from "@/lib/identity/auth/actor"
import { withAnnulled } from "@/lib/ledger/deployments/with-annulled"
import { snapshot } from "@/lib/platform/db/transaction"
import { toInstant } from "@/lib/platform/instant"
import { periodsOf, type Window, windowBefore } from "./calendar"
import { definitionsFor } from "./definitions"
import { averageDays, deployDaysPerWeek, durationBins, rate, untilNow } from "./figures"
import { readLanes } from "./lanes"
import { secondsOf } from "./percentile"
import { promotionTimes } from "./promotion-times"
import { readTally } from "./read-tally"
import { type Question, resolveInsightsQuery } from "./resolve-query"
import type { InsightBucket, Insights, InsightsQuery, InsightTotals } from "./schema"
import { windowPlaces } from "./tally"

/** The metrics of a window, of the previous window and of each bucket. */
export async function getInsights(actor: Actor, query: InsightsQuery): Promise<Insights> {
  const question = await resolveInsightsQuery(actor, query)
  const figures = await withAnnulled(query.includeAnnulled, () => snapshot(() => readFigures(question)))
  const now = new Date()
  const before = windowBefore(question)
  return {
    application: question.application,
    environment: question.environment,
    from: toInstant(question.from),
    to: toInstant(question.to),
    bucket: question.bucket,
    timeZone: question.timeZone,
    definitions: definitionsFor(question.reworkWords),
    totals: totalsOf(figures, "window", untilNow(question, now), question.timeZone),
    previous: totalsOf(figures, "before", untilNow(before, now), question.timeZone),
    buckets: bucketsOf(figures.slots.window, question, question, now),
    previousBuckets: bucketsOf(figures.slots.before, question, before, now),
    durationHistogram: durationBins(figures.slots.window.map(({ durations }) => durations)),
    heatMap: Array.from({ length: 7 }, (_, day) => figures.heat.slice(day * 24, (day + 1) * 24)),
  }
}

async function readFigures(question: Question) {
  const since = windowBefore(question).from
  const known = await readLanes(question.application, question.environments, question)
  const tally = await readTally(question, known)
  const requested = known.filter(({ environmentId }) => question.environmentIds.includes(environmentId))
  const firstRecord = Math.min(...requested.map(({ firstRecordAt }) => firstRecordAt.getTime()))
  return {
    ...tally,
    firstRecordAt: requested.length === 0 ? null : new Date(firstRecord),
    recoveryTimes: await tally.recoveries.times.sorted(2),
    promotionTimes: await promotionTimes(question, since, known, tally.promotions),
  }
}

type Figures = Awaited<ReturnType<typeof readFigures>>
type Slot = Figures["slots"]["window"][number]

function totalsOf(
  figures: Figures,
  which: "window" | "before",
  { from, to }: Window,
  timeZone: string,
): InsightTotals {
  const { firstRecordAt } = figures
  const slots = figures.slots[which]
  const place = windowPlaces[which]
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
  const recovery = secondsOf(figures.recoveryTimes.slice(place, place + 1))
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
    recoveryTimeSeconds: { n: recovery.n, open: figures.recoveries.open[place] ?? 0, p50: recovery.p50 },
  }
}

function bucketsOf(
  slots: readonly Slot[],
  { bucket, timeZone }: Question,
  { from, to }: Window,
  now: Date,
): InsightBucket[] {
  return periodsOf(from, to, bucket, timeZone).flatMap(({ start, end }, index) => {
    const slot = slots[index]
    if (slot === undefined) return []
    const duration = secondsOf([slot.durations])
    return {
      start: toInstant(start),
      end: toInstant(end),
      partial: start < from || end > to || end > now,
      reached: slot.reached,
      failed: slot.failed,
      rolledBack: slot.rolledBack,
      ...mainRates(slot),
      durationSeconds: { p50: duration.p50, p90: duration.p90 },
      leadTimeSeconds: { p50: secondsOf([slot.leadTimes]).p50 },
    }
  })
}

function mainRates({
  rolledBack,
  reached,
  failedChanges,
  changes,
}: Pick<Slot, "rolledBack" | "reached" | "failedChanges" | "changes">) {
  return { rollbackRate: rate(rolledBack, reached), changeFailRate: rate(failedChanges, changes) }
}
