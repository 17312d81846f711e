import {
  createLoader,
  type inferParserType,
  parseAsIsoDateTime,
  parseAsString,
  parseAsStringLiteral,
} from "nuqs/server"
import type { Window } from "@/components/ledger/insights/comparison"
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

const rangeKinds: Record<Range, { label: string; bucket: BucketSize }> = {
  "7d": { label: "Last 7 days", bucket: "day" },
  "30d": { label: "Last 30 days", bucket: "day" },
  "90d": { label: "Last 90 days", bucket: "day" },
  "1y": { label: "Last year", bucket: "week" },
  "2y": { label: "Last 2 years", bucket: "week" },
  "5y": { label: "Last 5 years", bucket: "month" },
  "this-month": { label: "This month", bucket: "day" },
  "last-month": { label: "Last month", bucket: "day" },
  "this-quarter": { label: "This quarter", bucket: "day" },
  "last-quarter": { label: "Last quarter", bucket: "day" },
  // From April on: before that there would be too few weeks.
  "this-year": { label: "This year", bucket: "week" },
  "last-year": { label: "Last calendar year", bucket: "week" },
}

export const rangeLabel = (range: RangeName) => (range === "custom" ? "Custom" : rangeKinds[range].label)

export const insightViews = ["graphs", "applications"] as const

const comparisonParsers = {
  compareBefore: parseAsStringLiteral(comparedPeriods),
  compareRange: parseAsStringLiteral(comparedRanges),
  compareFrom: parseAsString,
  compareTo: parseAsString,
  compareApplication: parseAsString,
  compareEnvironment: parseAsString,
}

/** All null: with the previous window. */
export type Comparison = inferParserType<typeof comparisonParsers>

export const noComparison: Comparison = createLoader(comparisonParsers)({})

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
  ...comparisonParsers,
}

export type InsightFilter = inferParserType<typeof insightParsers>

export type InsightQuestion = Pick<InsightFilter, "range" | "from" | "to" | "includeAnnulled"> &
  Comparison & {
    /** Empty: all. */
    application: string
    environment: string
    /** RFC 3339; null: now. */
    at: string | null
    bucket: BucketSize
    timeZone: string
  }

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
export function pairOf(question: Comparison & Pick<InsightQuestion, "range">): RangePair | null {
  const isRequested = (name: RangePair) =>
    Object.entries({ ...noComparison, ...rangePairs[name].choice }).every(
      ([parameter, value]) => Reflect.get(question, parameter) === value,
    )
  return rangePairNames.find(isRequested) ?? null
}

/** The API parameters of a query and its comparison; as with the window, invalid days are ignored. */
function comparedParameters(question: InsightQuestion): Query {
  const { compareBefore, compareRange, compareApplication, compareEnvironment } = question
  const [first, last] = [readDay(question.compareFrom), readDay(question.compareTo)].sort()
  const days = first === undefined || last === undefined ? {} : { compareFrom: first, compareTo: last }
  const others = { compareBefore, compareRange, compareApplication, compareEnvironment }
  return { ...insightParameters(question), ...others, ...days }
}

export function insightParameters(question: InsightQuestion): Query {
  const { application, environment, bucket, timeZone, includeAnnulled } = question
  return { application, environment, bucket, timeZone, includeAnnulled, ...windowParameters(question) }
}

/** The graphs of a query; the bucket follows from its window. */
export function insightsPage({ bucket: _fitting, ...question }: InsightQuestion): string {
  return pages.insights({ ...question, environment: question.environment || allValue })
}

export const insightsQuery = (question: InsightQuestion) =>
  apiQuery(
    [...queryKeys.insights, "window", question],
    api("/platform/deployments/insights", comparedParameters(question)),
  )

export const applicationInsightsQuery = (question: InsightQuestion) =>
  apiQuery(
    [...queryKeys.insights, "applications", question],
    api("/platform/deployments/insights/applications", applicationInsightParameters(question)),
  )

/** A trend by day would be too long for a long window. */
function applicationInsightParameters(question: InsightQuestion): Query {
  const { application: _all, compareApplication: _one, bucket, ...parameters } = comparedParameters(question)
  return { ...parameters, bucket: bucket === "day" ? "week" : "month" }
}

/** Which rows of a metric to list: of the whole period, or of the bucket with this start. */
export type RowsQuestion = { metric: Metric; part: RowPart; bucketStart: string | null }

/** `shown`: the shown metrics, if they are known; the rows are those of their window, to match what was counted. */
export function insightRowsQuery(question: InsightQuestion, shown: Window | undefined, rows: RowsQuestion) {
  const window = shown && { range: null, from: shown.from, to: shown.to }
  const { bucket, ...filters } = insightParameters(question)
  const path = api("/platform/deployments/insights/rows", {
    ...filters,
    ...window,
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
  { view, ...filter }: InsightFilter,
  { defaultApplication, defaultEnvironment }: Choices,
  viewerZone: string,
  now: Date,
): InsightQuestion {
  const nameOf = (chosen: string) => (chosen === allValue ? "" : chosen)
  const at = filter.at?.toISOString() ?? null
  return {
    ...filter,
    application: nameOf(filter.application ?? defaultApplication),
    environment: nameOf(filter.environment ?? defaultEnvironment),
    at,
    compareApplication: view === "applications" ? null : filter.compareApplication,
    timeZone: filter.timeZone ?? viewerZone,
    bucket: filter.bucket ?? fittingBucket({ ...filter, at }, now),
  }
}

type RequestedWindow = { range: RangeName; from: string | null; to: string | null; at?: string | null }

/**
 * The window as API parameters, which the API resolves in the viewer's time zone. Custom days (`YYYY-MM-DD`) are whole
 * days in either order; invalid ones are ignored, and without any the window is the last 30 days.
 */
export function windowParameters({ range, from, to, at = null }: RequestedWindow) {
  if (range !== "custom") return { range, from: null, to: at }
  const [start, end] = [readDay(from), readDay(to)]
  if (start === undefined) return { range: "30d", from: null, to: end ?? at }
  if (end === undefined) return { range: null, from: start, to: null }
  return start < end ? { range: null, from: start, to: end } : { range: null, from: end, to: start }
}

/** The bucket size for a readable graph: up to about a hundred buckets. */
export function fittingBucket({ range, from, to, at }: RequestedWindow, now: Date): BucketSize {
  if (range === "this-year" && (at ? new Date(at) : now).getUTCMonth() < 3) return "day"
  if (range !== "custom") return rangeKinds[range].bucket
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
