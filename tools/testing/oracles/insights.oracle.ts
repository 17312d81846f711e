import { finished } from "@/lib/ledger/deployments/status-transitions"
import { localDate, type Period, splitIntoPeriods } from "@/lib/ledger/insights/calendar"
import { definitionsFor } from "@/lib/ledger/insights/definitions"
import type { BucketSize } from "@/lib/ledger/insights/metric-names"
import { averageDays, deployDaysPerWeek, durationEdges, truncateAtNow } from "@/lib/ledger/insights/rates"
import type { InsightBucket, Insights, InsightTotals } from "@/lib/ledger/insights/schema"
import { toInstant } from "@/lib/platform/instant"
import {
  type ClassifiedRecord,
  durationBinOf,
  durationFigures,
  durationsOf,
  leadTimeFigures,
  rateOf,
  rateRules,
  recoveryTimeFigures,
  weekdayAndHour,
} from "./insight-figures.oracle"
import { laneFacts, reached } from "./lane.oracle"
import { type InsightsLedger, promotionTimeFigures, type RankedEnvironment } from "./promotion-times.oracle"

export type InsightsQuestion = {
  application: string | null
  environment: string | null
  from: Date
  to: Date
  bucket: BucketSize
  timeZone: string
  reworkWords: readonly string[]
}

/**
 * The whole Insights response computed from all records in the simplest way: the model that the SQL is tested against.
 */
export function insightsModel(ledger: InsightsLedger, question: InsightsQuestion, now: Date): Insights {
  const { application, environment, from, to, bucket, timeZone, reworkWords } = question
  const allRecords = classify(ledger)
  const matching = allRecords.filter(
    (record) =>
      (application === null || record.application === application) &&
      (environment === null || record.environment === environment),
  )
  const before = new Date(2 * from.getTime() - to.getTime())
  const scope = { application, environment, start: before, end: to }
  const inWindow = inPeriod(matching, { start: from, end: to })
  const figures = (records: ClassifiedRecord[]) => bucketFigures(records, allRecords, ledger, question)
  const buckets = (start: Date, end: Date) =>
    splitIntoPeriods(start, end, bucket, timeZone).map((period) => ({
      start: toInstant(period.start),
      end: toInstant(period.end),
      partial: period.start < start || period.end > end || period.end > now,
      ...figures(inPeriod(inPeriod(matching, { start, end }), period)),
    }))
  return {
    application,
    environment,
    from: toInstant(from),
    to: toInstant(to),
    bucket,
    timeZone,
    definitions: definitionsFor(reworkWords),
    totals: totalsOf(matching, allRecords, ledger, question, scope, now),
    previous: totalsOf(matching, allRecords, ledger, { ...question, from: before, to: from }, scope, now),
    buckets: buckets(from, to),
    previousBuckets: buckets(before, from),
    comparison: null,
    annotations: [],
    durationHistogram: histogramOf(inWindow),
    heatMap: heatMapOf(inWindow, timeZone),
  }
}

function classify({ records, removals }: InsightsLedger): ClassifiedRecord[] {
  const laneOf = (record: { application: string; environment: string }) =>
    `${record.application} ${record.environment}`
  return [...Map.groupBy(records, laneOf)].flatMap(([lane, ofLane]) =>
    laneFacts(
      ofLane,
      removals.filter((removal) => laneOf(removal) === lane),
    ),
  )
}

function inPeriod(records: readonly ClassifiedRecord[], { start, end }: Period): ClassifiedRecord[] {
  return records.filter(({ deployedAt }) => deployedAt >= start && deployedAt < end)
}

function totalsOf(
  matching: readonly ClassifiedRecord[],
  allRecords: readonly ClassifiedRecord[],
  ledger: InsightsLedger,
  question: InsightsQuestion,
  scope: Parameters<typeof promotionTimeFigures>[3],
  now: Date,
): InsightTotals {
  const { from, to, environment, reworkWords, timeZone } = question
  const records = inPeriod(matching, { start: from, end: to })
  const rules = rateRules(reworkWords)
  const arrived = records.filter(reached)
  const deployDays = new Set(
    inPeriod(arrived, { start: from, end: now < to ? now : to }).map(({ deployedAt }) =>
      localDate(deployedAt, timeZone).toString(),
    ),
  )
  const first =
    matching.length === 0
      ? null
      : new Date(Math.min(...matching.map(({ deployedAt }) => deployedAt.getTime())))
  const past = truncateAtNow({ from, to }, now)
  const days = averageDays(past.from, past.to, first)
  return {
    ...countsOf(records),
    pending: records.filter(({ status }) => status === "PENDING").length,
    perDay: days === null ? null : arrived.length / days,
    deployDaysPerWeek: deployDaysPerWeek(deployDays.size, past, first, timeZone),
    rollbackRate: rateOf(records, rules.rollbackRate),
    failureRate: rateOf(records, rules.failureRate),
    changeFailRate: rateOf(records, rules.changeFailRate),
    reworkRate: rateOf(records, rules.reworkRate),
    durationSeconds: durationFigures(records),
    leadTimeSeconds: leadTimeFigures(records, allRecords, countingForLead(ledger.environments, environment)),
    promotionTimeSeconds: promotionTimeFigures(records, allRecords, ledger, scope),
    recoveryTimeSeconds: recoveryTimeFigures(records, allRecords),
  }
}

function bucketFigures(
  records: ClassifiedRecord[],
  allRecords: readonly ClassifiedRecord[],
  { environments }: InsightsLedger,
  { environment, reworkWords }: InsightsQuestion,
): Omit<InsightBucket, "start" | "end" | "partial"> {
  const rules = rateRules(reworkWords)
  const { p50, p90 } = durationFigures(records)
  return {
    ...countsOf(records),
    rollbackRate: rateOf(records, rules.rollbackRate),
    changeFailRate: rateOf(records, rules.changeFailRate),
    durationSeconds: { p50, p90 },
    leadTimeSeconds: {
      p50: leadTimeFigures(records, allRecords, countingForLead(environments, environment)).p50,
    },
  }
}

function countsOf(records: readonly ClassifiedRecord[]) {
  return {
    reached: records.filter(reached).length,
    failed: records.filter((record) => finished[record.status] && !reached(record)).length,
    rolledBack: records.filter((record) => record.status === "ROLLED_BACK" && reached(record)).length,
  }
}

function countingForLead(
  environments: readonly RankedEnvironment[],
  environment: string | null,
): Set<string> {
  if (environment !== null) return new Set([environment])
  return new Set(environments.filter(({ production }) => production).map(({ name }) => name))
}

function histogramOf(records: readonly ClassifiedRecord[]) {
  const bins = durationsOf(records).map(durationBinOf)
  return durationEdges.map((fromSeconds, index) => ({
    fromSeconds,
    toSeconds: durationEdges[index + 1] ?? null,
    count: bins.filter((bin) => bin === index).length,
  }))
}

function heatMapOf(records: readonly ClassifiedRecord[], timeZone: string): number[][] {
  const heat = Array.from({ length: 7 }, () => Array.from({ length: 24 }, () => 0))
  for (const { deployedAt } of records.filter(reached)) {
    const { weekday, hour } = weekdayAndHour(deployedAt, timeZone)
    const row = heat[weekday - 1]
    if (row !== undefined) row[hour] = (row[hour] ?? 0) + 1
  }
  return heat
}
