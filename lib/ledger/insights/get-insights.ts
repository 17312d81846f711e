import type { Actor } from "@/lib/identity/auth/actor"
import { withAnnulled } from "@/lib/ledger/deployments/with-annulled"
import { toInstant } from "@/lib/platform/instant"
import { averageDays, deployDaysPerWeek, untilNow } from "./average-days"
import { periodsOf } from "./buckets"
import { definitionsFor } from "./definitions"
import { metricSql } from "./metric-sql"
import { type PromotionFigures, promotionFigures } from "./promotion-figures"
import type { InsightsQuery } from "./query-schema"
import { countedEnvironments, leadEnvironments, type Question, resolveInsightsQuery } from "./question"
import { rate } from "./rate"
import { type Counts, readCounts, sumCounts } from "./read-counts"
import { readDeployDays } from "./read-deploy-days"
import { readFirstRecord } from "./read-first-record"
import { readHeatMap } from "./read-heat-map"
import { readHistogram } from "./read-histogram"
import { noTimes, readTimes, type Times, type TimesByWindow } from "./read-times"
import type { InsightBucket, Insights, InsightTotals } from "./schema"
import { beginOfWindowBefore, slotsOf, wholeWindows } from "./slots"

/** The metrics of a window, of the previous window and of each bucket. */
export async function getInsights(actor: Actor, query: InsightsQuery): Promise<Insights> {
  const question = await resolveInsightsQuery(actor, query)
  const { application, environment, from, to, bucket, timeZone, reworkWords } = question
  const found = await withAnnulled(query.includeAnnulled, () => readFigures(question))
  const now = new Date()
  const before = { from: beginOfWindowBefore(from, to), to: from }
  return {
    application,
    environment: environment?.name ?? null,
    from: toInstant(from),
    to: toInstant(to),
    bucket,
    timeZone,
    definitions: definitionsFor(reworkWords),
    totals: totalsOf(found, "window", untilNow({ from, to }, now), timeZone),
    previous: totalsOf(found, "before", untilNow(before, now), timeZone),
    buckets: bucketsOf(found, question, { from, to }, now, found.slots.before),
    previousBuckets: bucketsOf(found, question, before, now, 0),
    durationHistogram: found.histogram,
    heatMap: found.heatMap,
  }
}

type Figures = Awaited<ReturnType<typeof readFigures>>

async function readFigures(question: Question) {
  const { application, from, to, bucket, timeZone, reworkWords } = question
  const environmentIds = countedEnvironments(question).map(({ id }) => id)
  const window = { application, environmentIds, from, to }
  const both = { ...window, from: beginOfWindowBefore(from, to) }
  const slots = slotsOf(both.from, from, to, bucket, timeZone)
  const windows = wholeWindows(both.from, from)
  const settings = { reworkWords, leadEnvironmentIds: leadEnvironments(question) }
  const metrics = metricSql({ ...settings, promotionLanes: [] })
  const [
    counts,
    durations,
    leadTimes,
    recoveryTimes,
    promotion,
    deployDays,
    firstRecordAt,
    histogram,
    heatMap,
  ] = await Promise.all([
    readCounts(both, slots.starts, metrics),
    readTimes(both, slots, metrics.durationSeconds, "everything"),
    readTimes(both, slots, metrics.leadTimeSeconds, "everything"),
    readTimes(both, windows, metrics.recoveryTimeSeconds, "everything"),
    promotionFigures(question, both, windows, settings),
    readDeployDays(both, from, metrics.reached, timeZone),
    readFirstRecord(application, environmentIds),
    readHistogram(window, metrics.durationSeconds),
    readHeatMap(window, metrics.reached, timeZone),
  ])
  return {
    slots,
    counts,
    durations: durations[0],
    leadTimes: leadTimes[0],
    recoveryTimes: recoveryTimes[0],
    promotion,
    deployDays,
    firstRecordAt,
    histogram,
    heatMap,
  }
}

function totalsOf(
  found: Figures,
  which: keyof PromotionFigures,
  { from, to }: { from: Date; to: Date },
  timeZone: string,
): InsightTotals {
  const slots = [...found.counts].filter(([slot]) => slot <= found.slots.before === (which === "before"))
  const counts = sumCounts(slots.map(([, one]) => one))
  const days = averageDays(from, to, found.firstRecordAt)
  const timesOf = (times: TimesByWindow | undefined): Times => times?.[which] ?? noTimes
  const deployDays = found.deployDays.filter((day) => day >= from && day < to)
  const duration = timesOf(found.durations)
  const lead = timesOf(found.leadTimes)
  const recovery = timesOf(found.recoveryTimes)
  return {
    reached: counts.reached,
    failed: counts.failed,
    rolledBack: counts.rolledBack,
    pending: counts.pending,
    perDay: days === null ? null : counts.reached / days,
    deployDaysPerWeek: deployDaysPerWeek(deployDays.length, { from, to }, found.firstRecordAt, timeZone),
    rollbackRate: rateOf(counts, "rollbackRate"),
    failureRate: rateOf(counts, "failureRate"),
    changeFailRate: rateOf(counts, "changeFailRate"),
    reworkRate: rateOf(counts, "reworkRate"),
    durationSeconds: {
      n: duration.n,
      unknown: duration.left.unknown,
      closedLate: duration.left.closedLate,
      p50: duration.p50,
      p90: duration.p90,
      p95: duration.p95,
      max: duration.max,
    },
    leadTimeSeconds: {
      n: lead.n,
      unknown: lead.left.unknown,
      negative: lead.left.negative,
      p50: lead.p50,
      p90: lead.p90,
    },
    promotionTimeSeconds: found.promotion[which],
    recoveryTimeSeconds: { n: recovery.n, open: recovery.left.open, p50: recovery.p50 },
  }
}

/** `slotsBefore`: how many slots precede the first of these buckets. */
function bucketsOf(
  found: Figures,
  { bucket, timeZone }: Question,
  { from, to }: { from: Date; to: Date },
  now: Date,
  slotsBefore: number,
): InsightBucket[] {
  return periodsOf(from, to, bucket, timeZone).map(({ start, end }, index) => {
    const slot = slotsBefore + 1 + index
    const counts = found.counts.get(slot) ?? sumCounts([])
    const duration = found.durations?.slots.get(slot) ?? noTimes
    const lead = found.leadTimes?.slots.get(slot) ?? noTimes
    return {
      start: toInstant(start),
      end: toInstant(end),
      partial: start < from || end > to || end > now,
      reached: counts.reached,
      failed: counts.failed,
      rolledBack: counts.rolledBack,
      rollbackRate: rateOf(counts, "rollbackRate"),
      changeFailRate: rateOf(counts, "changeFailRate"),
      durationSeconds: { p50: duration.p50, p90: duration.p90 },
      leadTimeSeconds: { p50: lead.p50 },
    }
  })
}

function rateOf(counts: Counts, metric: "rollbackRate" | "failureRate" | "changeFailRate" | "reworkRate") {
  return rate(counts[metric].numerator, counts[metric].denominator)
}
