import { queryOptions } from "@tanstack/react-query"
import { parseAsIsoDateTime, parseAsString } from "nuqs/server"
import { emptyFilter, type HistoryFilter, historyQuery } from "@/components/deployments/history-query"
import { request } from "@/lib/api/request"
import { defaultApplication } from "@/lib/deployments/default-application"
import type { Insights } from "@/lib/insights/schema"
import type { Overview, Rung } from "@/lib/overview/schema"
import { api } from "@/lib/paths"

/** `*`: all applications, where one would be chosen by itself; no application can be called that. */
export const overviewParsers = { application: parseAsString, at: parseAsIsoDateTime }
export const everyApplication = "*"

export interface OverviewFilter {
  /** Null: all. */
  application: string | null
  /** RFC 3339; null: now. */
  at: string | null
}

/** What the address asks for. One that names no application shows the platform, where there is one. */
export function overviewFilter(
  search: { application: string | null; at: Date | null },
  applications: readonly string[],
): OverviewFilter {
  const at = search.at?.toISOString() ?? null
  if (search.application === everyApplication) return { application: null, at }
  const usual = applications.includes(defaultApplication) ? defaultApplication : null
  return { application: search.application ?? usual, at }
}

export function overviewQuery(filter: OverviewFilter) {
  return queryOptions({
    queryKey: ["overview", filter],
    queryFn: ({ signal }) => request<Overview>(api.overview({ ...filter }), { signal }),
  })
}

/** The 30 days before now, or before the instant looked back at. */
export function overviewInsightsQuery(filter: OverviewFilter, environment: string | null) {
  return queryOptions({
    queryKey: ["insights", "overview", filter, environment],
    enabled: environment !== null,
    queryFn: ({ signal }) =>
      request<Insights>(api.insights(overviewInsightsParameters(filter, environment)), { signal }),
  })
}

export function overviewInsightsParameters(filter: OverviewFilter, environment: string | null) {
  return { application: filter.application, environment, to: filter.at, bucket: "day" as const }
}

/** Where the numbers are about: the production environment that most runs in. They are never blended. */
export function measuredEnvironment(rungs: readonly Rung[]): string | null {
  const production = rungs.filter((rung) => rung.production)
  const candidates = production.length > 0 ? production : rungs
  const most = Math.max(...candidates.map((rung) => rung.applications))
  return candidates.find((rung) => rung.applications === most)?.environment ?? null
}

/** The newest records: the same list as the History with this filter. */
export function feedFilter(filter: OverviewFilter): HistoryFilter {
  return { ...emptyFilter, application: filter.application, to: filter.at }
}

export function feedQuery(filter: OverviewFilter) {
  return historyQuery(feedFilter(filter))
}
