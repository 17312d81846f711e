import { type inferParserType, parseAsIsoDateTime, parseAsString, parseAsStringLiteral } from "nuqs/server"
import { allValue } from "@/lib/ledger/deployments/all-value"
import {
  type BucketSize,
  bucketSizes,
  type ComparedRange,
  comparedPeriods,
  comparedRanges,
  type Metric,
  quarterComparison,
  type Range,
  type RowPart,
  ranges,
} from "@/lib/ledger/insights/metric-names"
import { dayMs } from "@/lib/platform/instant"
import { api, pages, type Query } from "@/lib/platform/paths"
import { apiListQuery, apiQuery } from "@/lib/web/client/api-query"
import { queryKeys } from "@/lib/web/client/query-keys"

export const rangeNames = [...ranges, "custom"] as const
export type RangeName = (typeof rangeNames)[number]

export const rangeLabels: Record<RangeName, string> = {
  "7d": "Last 7 days",
  "30d": "Last 30 days",
  "90d": "Last 90 days",
  "1y": "Last year",
  "2y": "Last 2 years",
  "5y": "Last 5 years",
  "this-month": "This month",
  "last-month": "Last month",
  "this-quarter": "This quarter",
  "last-quarter": "Last quarter",
  "this-year": "This year",
  "last-year": "Last calendar year",
  custom: "Custom",
}

export const insightViews = ["graphs", "applications"] as const

/** The Insights query in the URL; the page fills in what it omits. */
export const insightParsers = {
  view: parseAsStringLiteral(insightViews).withDefault("graphs"),
  application: parseAsString,
  environment: parseAsString,
  range: parseAsStringLiteral(rangeNames).withDefault("90d"),
  from: parseAsString,
  to: parseAsString,
  /** The instant that a range is relative to; null: now. */
  at: parseAsIsoDateTime,
  bucket: parseAsStringLiteral(bucketSizes),
  timeZone: parseAsString,
  includeAnnulled: parseAsStringLiteral(["true"]),
  compareBefore: parseAsStringLiteral(comparedPeriods),
  compareRange: parseAsStringLiteral(comparedRanges),
  compareFrom: parseAsString,
  compareTo: parseAsString,
  compareApplication: parseAsString,
  compareEnvironment: parseAsString,
}

export type InsightFilter = inferParserType<typeof insightParsers>

export type InsightQuestion = Pick<InsightFilter, "range" | "from" | "to" | "includeAnnulled"> & {
  /** Empty: all. */
  application: string
  environment: string
  /** RFC 3339; null: now. */
  at: string | null
  bucket: BucketSize
  timeZone: string
  /** All null: the previous window. */
  comparison: Comparison
}

export type Comparison = Pick<
  InsightFilter,
  "compareBefore" | "compareRange" | "compareFrom" | "compareTo" | "compareApplication" | "compareEnvironment"
>

export const noComparison: Comparison = {
  compareBefore: null,
  compareRange: null,
  compareFrom: null,
  compareTo: null,
  compareApplication: null,
  compareEnvironment: null,
}

/** The complete period before a partial period. */
export const rangeBefore: Partial<Record<RangeName, ComparedRange>> = {
  "this-month": "last-month",
  "this-quarter": "last-quarter",
  "this-year": "last-year",
}

export const rangePairs = {
  quarter: {
    label: "This quarter vs last quarter",
    choice: quarterComparison,
  },
  "whole-quarter": {
    label: "This quarter vs all of last quarter",
    choice: { range: "this-quarter", compareRange: "last-quarter" },
  },
  "earlier-quarter": {
    label: "Last quarter vs the one before",
    choice: { range: "last-quarter", compareBefore: "quarter" },
  },
  month: {
    label: "This month vs last month",
    choice: { range: "this-month", compareBefore: "month" },
  },
  year: {
    label: "This year vs last year",
    choice: { range: "this-year", compareBefore: "year" },
  },
} as const satisfies Record<string, { label: string; choice: Partial<InsightFilter> }>
export type RangePair = keyof typeof rangePairs

export const rangePairNames = Object.keys(rangePairs) as RangePair[]

export function isRangePair(name: string): name is RangePair {
  return name in rangePairs
}

/** The pair that a query requests, or null. */
export function pairOf({
  range,
  comparison,
}: Pick<InsightQuestion, "range" | "comparison">): RangePair | null {
  const textOf = (changes: Partial<InsightFilter>) => JSON.stringify({ range, ...noComparison, ...changes })
  const current = textOf(comparison)
  const isRequested = (name: RangePair) => textOf(rangePairs[name].choice) === current
  return rangePairNames.find(isRequested) ?? null
}

/** The API parameters of a query and its comparison; as with the window, invalid days are ignored. */
export function comparedParameters(question: InsightQuestion): Query {
  const { compareFrom, compareTo, ...others } = question.comparison
  const [first, last] = [readDay(compareFrom), readDay(compareTo)].sort()
  const days = first === undefined || last === undefined ? {} : { compareFrom: first, compareTo: last }
  return { ...insightParameters(question), ...others, ...days }
}

export function insightParameters(question: InsightQuestion): Query {
  const { application, environment, bucket, timeZone, includeAnnulled } = question
  return { application, environment, bucket, timeZone, includeAnnulled, ...windowParameters(question) }
}

/** The graphs of a query; the bucket follows from its window. */
export function insightsPage({ bucket: _fitting, comparison, ...question }: InsightQuestion): string {
  const environment = question.environment || allValue
  return pages.insights({ ...question, ...comparison, environment })
}

export const insightsQuery = (question: InsightQuestion) =>
  apiQuery([...queryKeys.insights, "window", question], api.insights(comparedParameters(question)))

export const applicationInsightsQuery = (question: InsightQuestion) =>
  apiQuery(
    [...queryKeys.insights, "applications", question],
    api.applicationInsights(applicationInsightParameters(question)),
  )

/** A trend by day would be too long for a long window. */
export function applicationInsightParameters(question: InsightQuestion): Query {
  const { application: _all, compareApplication: _one, bucket, ...parameters } = comparedParameters(question)
  return { ...parameters, bucket: bucket === "day" ? "week" : "month" }
}

/** Which rows of a metric to list: of the whole period, or of the bucket with this start. */
export type RowsQuestion = { metric: Metric; part: RowPart; bucketStart: string | null }

/** The window of the shown metrics, so that the rows match what was counted. */
export type ShownWindow = { from: string; to: string }

export function insightRowsQuery(question: InsightQuestion, window: ShownWindow | null, rows: RowsQuestion) {
  const { bucket, ...filters } = insightParameters(question)
  const path = api.insightRows({
    ...filters,
    ...(window === null ? {} : { range: null, from: window.from, to: window.to }),
    metric: rows.metric,
    // Only the tile links here, and it measures from the lowest stage.
    kind: rows.metric === "promotionTimeSeconds" ? "whole" : null,
    part: rows.part,
    bucket: rows.bucketStart,
    period: bucket,
  })
  return apiListQuery([...queryKeys.insights, "rows", question, window, rows], path)
}

export type Choices = {
  applications: readonly string[]
  /** In promotion order. */
  environments: readonly string[]
  /** The application shown if the URL names none; empty: all. */
  defaultApplication: string
  defaultEnvironment: string
}

/** Defaults to one application in its production environment. All side by side are not compared with one of them. */
export function resolveInsightsQuery(
  filter: InsightFilter,
  { defaultApplication, defaultEnvironment }: Choices,
  viewerZone: string,
  now: Date,
): InsightQuestion {
  const application = filter.application ?? defaultApplication
  const environment = filter.environment ?? defaultEnvironment
  const { range, from, to, includeAnnulled } = filter
  const { compareBefore, compareRange, compareFrom, compareTo, compareEnvironment } = filter
  const at = filter.at?.toISOString() ?? null
  return {
    application: application === allValue ? "" : application,
    environment: environment === allValue ? "" : environment,
    range,
    from,
    to,
    at,
    includeAnnulled,
    comparison: {
      compareBefore,
      compareRange,
      compareFrom,
      compareTo,
      compareEnvironment,
      compareApplication: filter.view === "applications" ? null : filter.compareApplication,
    },
    timeZone: filter.timeZone ?? viewerZone,
    bucket: filter.bucket ?? fittingBucket({ range, from, to, at }, now),
  }
}

const rangeBuckets: Record<Range, BucketSize> = {
  "7d": "day",
  "30d": "day",
  "90d": "day",
  "1y": "week",
  "2y": "week",
  "5y": "month",
  "this-month": "day",
  "last-month": "day",
  "this-quarter": "day",
  "last-quarter": "day",
  // From April on: before that there would be too few weeks.
  "this-year": "week",
  "last-year": "week",
}

type AskedWindow = { range: RangeName; from: string | null; to: string | null; at?: string | null }

/**
 * The window as API parameters, which the API resolves in the viewer's time zone. Custom days (`YYYY-MM-DD`) are whole
 * days in either order; invalid ones are ignored, and without any the window is the last 30 days.
 */
export function windowParameters({ range, from, to, at = null }: AskedWindow) {
  if (range !== "custom") return { range, from: null, to: at }
  const [first, last] = [readDay(from), readDay(to)].sort()
  if (first === undefined) return { range: "30d", from: null, to: at }
  if (readDay(from) !== undefined && readDay(to) !== undefined) return { range: null, from: first, to: last }
  return readDay(from) === undefined
    ? { range: "30d", from: null, to: first }
    : { range: null, from: first, to: null }
}

/** The bucket size for a readable graph: up to about a hundred buckets. */
export function fittingBucket({ range, from, to, at }: AskedWindow, now: Date): BucketSize {
  if (range === "this-year" && (at ? new Date(at) : now).getUTCMonth() < 3) return "day"
  if (range !== "custom") return rangeBuckets[range]
  const first = readDay(from)
  if (first === undefined) return "day"
  const last = readDay(to)
  const end = last === undefined ? now.getTime() : Date.parse(last)
  const days = Math.abs(end - Date.parse(first)) / dayMs
  return days <= 100 ? "day" : days <= 740 ? "week" : "month"
}

/** Undefined for an invalid date. */
function readDay(text: string | null): string | undefined {
  if (text === null || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined
  const day = new Date(`${text}T00:00:00Z`)
  return Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== text ? undefined : text
}
