import { parseAsIsoDateTime, parseAsString } from "nuqs/server"
import type { OverviewEnvironment } from "@/lib/console/overview/schema"
import { allValue } from "@/lib/ledger/deployments/all-value"
import { quarterComparison } from "@/lib/ledger/insights/metric-names"
import { api, pages } from "@/lib/platform/paths"
import { apiQuery } from "@/lib/web/client/api-query"
import { queryKeys } from "@/lib/web/client/query-keys"

/** The application `*` means all, overriding the default application; no application can have this name. */
export const overviewParsers = { application: parseAsString, at: parseAsIsoDateTime }

export interface OverviewFilter {
  /** Null: all. */
  application: string | null
  /** RFC 3339; null: now. */
  at: string | null
}

/** The filter from the URL. `preferred`: the application shown if the URL names none; null: all. */
export function overviewFilter(
  search: { application: string | null; at: Date | null },
  preferred: string | null,
): OverviewFilter {
  const at = search.at?.toISOString() ?? null
  if (search.application === allValue) return { application: null, at }
  return { application: search.application ?? preferred, at }
}

export const overviewQuery = (filter: OverviewFilter) =>
  apiQuery([...queryKeys.overview, filter], api("/platform/overview", { ...filter }))

/** The 30 days before now, or before the selected instant. */
export const overviewInsightsQuery = (filter: OverviewFilter, environment: string | null, timeZone: string) =>
  apiQuery(
    [...queryKeys.insights, "overview", filter, environment, timeZone],
    api("/platform/deployments/insights", overviewInsightsParameters(filter, environment, timeZone)),
    { enabled: environment !== null },
  )

/** The Insights query of a tile, which it also links to. */
export function overviewInsightsParameters(
  { application, at }: OverviewFilter,
  environment: string | null,
  timeZone: string,
) {
  return { application, environment, range: "30d" as const, to: at, bucket: "day" as const, timeZone }
}

export function overviewInsightsPage({ application, at }: OverviewFilter, environment: string): string {
  return pages.insights({ application: application ?? allValue, environment, range: "30d", at })
}

/** This quarter compared with the last: graphs of one application, or the table of all. */
export function overviewQuarterPage({ application, at }: OverviewFilter, environment: string): string {
  const scope = application === null ? { view: "applications" } : { application }
  return pages.insights({ ...scope, ...quarterComparison, environment, at })
}

/** The metrics cover the production environment with the most applications, never several. */
export function measuredEnvironment(environments: readonly OverviewEnvironment[]): string | null {
  const production = environments.filter((stage) => stage.production)
  const candidates = production.length > 0 ? production : environments
  const maxApplications = Math.max(...candidates.map((stage) => stage.applications))
  return candidates.find((stage) => stage.applications === maxApplications)?.environment ?? null
}

const feedLength = 14

export const feedQuery = (filter: OverviewFilter) =>
  apiQuery(
    [...queryKeys.activity, "overview", filter],
    api("/activity", {
      half: "deployments",
      application: filter.application,
      to: filter.at,
      limit: feedLength,
    }),
  )

export const releaseAttentionQuery = apiQuery(["releases", "attention"], api("/helm/releases/attention"))
