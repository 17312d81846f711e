import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query"
import { type inferParserType, parseAsString, parseAsStringLiteral } from "nuqs/server"
import { type Range, rangeNames, windowOf } from "@/components/insights/window"
import { request, requestPage } from "@/lib/api/request"
import type { Metric } from "@/lib/insights/metrics"
import type { InsightRow, Insights } from "@/lib/insights/schema"
import { api, type Query } from "@/lib/paths"

/** How the question stands in the address; what is not said there is settled by the page. */
export const insightParsers = {
  application: parseAsString,
  environment: parseAsString,
  range: parseAsStringLiteral(rangeNames).withDefault("90d"),
  from: parseAsString,
  to: parseAsString,
  bucket: parseAsStringLiteral(["day", "week", "month"]),
  timeZone: parseAsString,
}

export type InsightFilter = inferParserType<typeof insightParsers>

export type InsightQuestion = {
  /** Empty: all. */
  application: string
  environment: string
  range: Range
  from: string | null
  to: string | null
  bucket: "day" | "week" | "month"
  timeZone: string
}

/** The parameters of the API for a question asked now. */
export function insightParameters(question: InsightQuestion, now: Date): Query {
  const { from, to } = windowOf(question, now)
  const { application, environment, bucket, timeZone } = question
  return { application, environment, from: from.toISOString(), to: to.toISOString(), bucket, timeZone }
}

/** The window before, of the same length: what the graphs show as a ghost. */
export function previousParameters(question: InsightQuestion, now: Date): Query {
  const { from, to } = windowOf(question, now)
  const before = new Date(2 * from.getTime() - to.getTime())
  return { ...insightParameters(question, now), from: before.toISOString(), to: from.toISOString() }
}

export function insightsQuery(question: InsightQuestion, part: "window" | "previous" = "window") {
  const parameters = part === "window" ? insightParameters : previousParameters
  return queryOptions({
    queryKey: ["insights", part, question],
    queryFn: ({ signal }) => request<Insights>(api.insights(parameters(question, new Date())), { signal }),
  })
}

export const rowParts = ["counted", "population", "excluded"] as const
export type RowPart = (typeof rowParts)[number]

/** Which rows of a number are looked at: of the whole window, or of the bucket that starts then. */
export type RowsQuestion = { metric: Metric; part: RowPart; bucketStart: string | null }

export function insightRowsQuery(question: InsightQuestion, rows: RowsQuestion) {
  const { bucket, ...filters } = insightParameters(question, new Date())
  const path = api.insightRows({
    ...filters,
    metric: rows.metric,
    part: rows.part,
    bucket: rows.bucketStart,
    period: bucket,
  })
  return infiniteQueryOptions({
    queryKey: ["insights", "rows", question, rows],
    queryFn: ({ pageParam, signal }) => requestPage<InsightRow>(pageParam, { signal }),
    initialPageParam: path,
    getNextPageParam: (page) => page.next,
  })
}
