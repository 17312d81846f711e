import { queryOptions } from "@tanstack/react-query"
import { parseAsIsoDateTime, parseAsString } from "nuqs/server"
import type { OverviewEnvironment } from "@/lib/console/overview/schema"
import { everyApplication } from "@/lib/ledger/deployments/every-application"
import { api, pages } from "@/lib/platform/paths"
import { queryKeys } from "@/lib/web/client/query-keys"
import { request } from "@/lib/web/client/request"

/** The application `*` means all, overriding the default application; no application can have this name. */
export const overviewParsers = { application: parseAsString, at: parseAsIsoDateTime }

export interface OverviewFilter {
  /** Null: all. */
  application: string | null
  /** RFC 3339; null: now. */
  at: string | null
}

/** The filter from the URL. `usual`: the application shown when it names none; null: all. */
export function overviewFilter(
  search: { application: string | null; at: Date | null },
  usual: string | null,
): OverviewFilter {
  const at = search.at?.toISOString() ?? null
  if (search.application === everyApplication) return { application: null, at }
  return { application: search.application ?? usual, at }
}

export function overviewQuery(filter: OverviewFilter) {
  return queryOptions({
    queryKey: [...queryKeys.overview, filter],
    queryFn: ({ signal }) => request(api.overview({ ...filter }), { signal }),
  })
}

/** The 30 days before now, or before the selected instant. */
export function overviewInsightsQuery(filter: OverviewFilter, environment: string | null, timeZone: string) {
  return queryOptions({
    queryKey: [...queryKeys.insights, "overview", filter, environment, timeZone],
    enabled: environment !== null,
    queryFn: ({ signal }) =>
      request(api.insights(overviewInsightsParameters(filter, environment, timeZone)), { signal }),
  })
}

/** The Insights query of a tile, which it also links to. */
export function overviewInsightsParameters(
  { application, at }: OverviewFilter,
  environment: string | null,
  timeZone: string,
) {
  return { application, environment, range: "30d" as const, to: at, bucket: "day" as const, timeZone }
}

/** The Insights page with that query. */
export function overviewInsightsPage({ application, at }: OverviewFilter, environment: string): string {
  return pages.insights({ application: application ?? everyApplication, environment, range: "30d", at })
}

/**
 * The environment that the metrics cover: the production environment with the most applications. Environments are never
 * combined.
 */
export function measuredEnvironment(environments: readonly OverviewEnvironment[]): string | null {
  const production = environments.filter((stage) => stage.production)
  const candidates = production.length > 0 ? production : environments
  const most = Math.max(...candidates.map((stage) => stage.applications))
  return candidates.find((stage) => stage.applications === most)?.environment ?? null
}

const feedLength = 14

/** The activity query of the feed: the newest deployment entries. */
export function feedParameters({ application, at }: OverviewFilter) {
  return { half: "deployments" as const, application, to: at, limit: feedLength }
}

export function feedQuery(filter: OverviewFilter) {
  return queryOptions({
    queryKey: [...queryKeys.activity, "overview", filter],
    queryFn: ({ signal }) => request(api.activity(feedParameters(filter)), { signal }),
  })
}

export const releaseAttentionQuery = queryOptions({
  queryKey: ["releases", "attention"],
  queryFn: ({ signal }) => request(api.releaseAttention(), { signal }),
})
