import type { Actor } from "@/lib/identity/auth/actor"
import { withAnnulled } from "@/lib/ledger/deployments/with-annulled"
import { toInstant } from "@/lib/platform/instant"
import { periodsOf, slotsOf, type Window, windowBefore } from "./calendar"
import { definitionsFor } from "./definitions"
import { averageDays, deployDaysPerWeek, rate, untilNow } from "./figures"
import { metricSql } from "./metric-sql"
import { readPromotionTimes } from "./promotion-times"
import {
  type Counts,
  noCounts,
  noTimes,
  readCounts,
  readDeployDays,
  readFirstRecord,
  readHeatMap,
  readHistogram,
  readTimes,
} from "./read-figures"
import { type Question, resolveInsightsQuery } from "./resolve-query"
import type { InsightBucket, Insights, InsightsQuery, InsightTotals } from "./schema"

/** The metrics of a window, of the previous window and of each bucket. */
export async function getInsights(actor: Actor, query: InsightsQuery): Promise<Insights> {
  const question = await resolveInsightsQuery(actor, query)
  const figures = await withAnnulled(query.includeAnnulled, () => readFigures(question))
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
    buckets: bucketsOf(figures, question, question, now, figures.slots.before),
    previousBuckets: bucketsOf(figures, question, before, now, 0),
    durationHistogram: figures.histogram,
    heatMap: figures.heatMap,
  }
}

type Figures = Awaited<ReturnType<typeof readFigures>>

/** Reads the window and the one before it together. */
async function readFigures(question: Question) {
  const { from, to, bucket, timeZone } = question
  const both = { ...question, from: windowBefore(question).from }
  const slots = slotsOf(both.from, from, to, bucket, timeZone)
  const windows = { starts: [both.from, from], before: 1 }
  const metrics = metricSql(question)
  const [
    counts,
    durations,
    leadTimes,
    recoveryTimes,
    promotionTimes,
    deployDays,
    firstRecordAt,
    histogram,
    heatMap,
  ] = await Promise.all([
    readCounts(both, slots, metrics),
    readTimes(both, slots, metrics.durationSeconds),
    readTimes(both, slots, metrics.leadTimeSeconds),
    readTimes(both, windows, metrics.recoveryTimeSeconds),
    readPromotionTimes(both, windows),
    readDeployDays(both, from, metrics.reached, timeZone),
    readFirstRecord(question),
    readHistogram(question, metrics.durationSeconds),
    readHeatMap(question, metrics.reached, timeZone),
  ])
  return {
    slots,
    counts,
    durations,
    leadTimes,
    recoveryTimes,
    promotionTimes,
    deployDays,
    firstRecordAt,
    histogram,
    heatMap,
  }
}

function totalsOf(
  figures: Figures,
  which: "window" | "before",
  { from, to }: Window,
  timeZone: string,
): InsightTotals {
  const { firstRecordAt } = figures
  const counts = figures.counts[which]
  const days = averageDays(from, to, firstRecordAt)
  const deployDays = figures.deployDays.filter((day) => day >= from && day < to).length
  const duration = figures.durations[which]
  const lead = figures.leadTimes[which]
  const recovery = figures.recoveryTimes[which]
  return {
    reached: counts.reached,
    failed: counts.failed,
    rolledBack: counts.rolledBack,
    pending: counts.pending,
    perDay: days === null ? null : counts.reached / days,
    deployDaysPerWeek: deployDaysPerWeek(deployDays, { from, to }, firstRecordAt, timeZone),
    ...mainRates(counts),
    failureRate: rate(counts.failed, counts.finished),
    reworkRate: rate(counts.reworked, counts.reached),
    durationSeconds: {
      n: duration.n,
      unknown: duration.excluded.unknown,
      closedLate: duration.excluded.closedLate,
      p50: duration.p50,
      p90: duration.p90,
      p95: duration.p95,
      max: duration.max,
    },
    leadTimeSeconds: {
      n: lead.n,
      unknown: lead.excluded.unknown,
      negative: lead.excluded.negative,
      p50: lead.p50,
      p90: lead.p90,
    },
    promotionTimeSeconds: figures.promotionTimes[which],
    recoveryTimeSeconds: { n: recovery.n, open: recovery.excluded.open, p50: recovery.p50 },
  }
}

/** `slotsBefore`: how many slots precede the first of these buckets. */
function bucketsOf(
  figures: Figures,
  { bucket, timeZone }: Question,
  { from, to }: Window,
  now: Date,
  slotsBefore: number,
): InsightBucket[] {
  return periodsOf(from, to, bucket, timeZone).map(({ start, end }, index) => {
    const slot = slotsBefore + 1 + index
    const counts = figures.counts.slots.get(slot) ?? noCounts
    const duration = figures.durations.slots.get(slot) ?? noTimes
    const lead = figures.leadTimes.slots.get(slot) ?? noTimes
    return {
      start: toInstant(start),
      end: toInstant(end),
      partial: start < from || end > to || end > now,
      reached: counts.reached,
      failed: counts.failed,
      rolledBack: counts.rolledBack,
      ...mainRates(counts),
      durationSeconds: { p50: duration.p50, p90: duration.p90 },
      leadTimeSeconds: { p50: lead.p50 },
    }
  })
}

function mainRates({ rolledBack, reached, failedChanges, changes }: Counts) {
  return { rollbackRate: rate(rolledBack, reached), changeFailRate: rate(failedChanges, changes) }
}
