import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query"
import { type inferParserType, parseAsIsoDateTime, parseAsString, parseAsStringLiteral } from "nuqs/server"
import {
  type Bucket,
  type RangeName,
  rangeNames,
  windowParameters,
} from "@/components/ledger/insights/window"
import type { Metric } from "@/lib/ledger/insights/metrics"
import type { InsightRow, Insights } from "@/lib/ledger/insights/schema"
import { api, type Query } from "@/lib/platform/paths"
import { request, requestPage } from "@/lib/web/client/request"

/** The Insights query in the URL; the page fills in what it omits. */
export const insightParsers = {
  application: parseAsString,
  environment: parseAsString,
  range: parseAsStringLiteral(rangeNames).withDefault("90d"),
  from: parseAsString,
  to: parseAsString,
  /** The instant that a range is relative to; null: now. */
  at: parseAsIsoDateTime,
  bucket: parseAsStringLiteral(["day", "week", "month"]),
  timeZone: parseAsString,
  includeAnnulled: parseAsStringLiteral(["true"]),
}

export type InsightFilter = inferParserType<typeof insightParsers>

export type InsightQuestion = {
  /** Empty: all. */
  application: string
  environment: string
  range: RangeName
  from: string | null
  to: string | null
  /** RFC 3339; null: now. */
  at: string | null
  bucket: Bucket
  timeZone: string
  includeAnnulled: "true" | null
}

/** The API parameters of a query. */
export function insightParameters(question: InsightQuestion): Query {
  const { application, environment, bucket, timeZone, includeAnnulled } = question
  return { application, environment, bucket, timeZone, includeAnnulled, ...windowParameters(question) }
}

export function insightsQuery(question: InsightQuestion) {
  return queryOptions({
    queryKey: ["insights", "window", question],
    queryFn: ({ signal }) => request<Insights>(api.insights(insightParameters(question)), { signal }),
  })
}

export const rowParts = ["counted", "population", "excluded"] as const
export type RowPart = (typeof rowParts)[number]

/** Which rows of a metric to list: of the whole period, or of the bucket that starts then. */
export type RowsQuestion = { metric: Metric; part: RowPart; bucketStart: string | null }

/** The window of the shown metrics, so that the rows match what was counted. */
export type ShownWindow = { from: string; to: string }

export function insightRowsQuery(question: InsightQuestion, window: ShownWindow | null, rows: RowsQuestion) {
  const { bucket, ...filters } = insightParameters(question)
  const path = api.insightRows({
    ...filters,
    ...(window === null ? {} : { range: null, from: window.from, to: window.to }),
    metric: rows.metric,
    part: rows.part,
    bucket: rows.bucketStart,
    period: bucket,
  })
  return infiniteQueryOptions({
    queryKey: ["insights", "rows", question, window, rows],
    queryFn: ({ pageParam, signal }) => requestPage<InsightRow>(pageParam, { signal }),
    initialPageParam: path,
    getNextPageParam: (page) => page.next,
  })
}
