import { queryOptions } from "@tanstack/react-query"
import { parseAsString } from "nuqs/server"
import type { Repository } from "@/lib/fleet/charts/schema"
import { api } from "@/lib/platform/paths"
import { apiQuery, filteredList } from "@/lib/web/client/api-query"
import { queryKeys } from "@/lib/web/client/query-keys"
import { requestAll, requestPage } from "@/lib/web/client/request"

export const chartList = filteredList(queryKeys.charts, (filter) => api("/helm/charts", filter), {
  q: parseAsString,
  repository: parseAsString,
})

/** The charts of the configured repositories, each with its newest version, and the repositories that are missing. */
export const chartsPageQuery = queryOptions({
  queryKey: ["charts", "all"],
  queryFn: ({ signal }) => requestPage(api("/helm/charts", { limit: 500 }), { signal }),
})

export const chartsQuery = queryOptions({ ...chartsPageQuery, select: (page) => page.items })

export interface ChartName {
  repository: string
  name: string
}

/** `repository/name`, as used by the API and in URLs. */
export function chartReferenceOf({ repository, name }: ChartName): string {
  return `${repository}/${name}`
}

/** Whether a filter by `name` or `repository/name` matches the chart; null: every chart. */
export function matchesChart(filter: string | null, name: string): boolean {
  return filter === null || filter === name || filter.endsWith(`/${name}`)
}

export function readChartReference(reference: string | null): ChartName | null {
  const [repository, name, ...rest] = reference?.split("/") ?? []
  return repository && name && rest.length === 0 ? { repository, name } : null
}

export function chartVersionsQuery(chart: ChartName | null) {
  return queryOptions({
    queryKey: ["chart", chart?.repository, chart?.name, "versions"],
    enabled: chart !== null,
    queryFn: ({ signal }) =>
      requestAll(
        api("/helm/charts/{repository}/{name}", chart?.repository ?? "", chart?.name ?? "", { limit: 500 }),
        {
          signal,
        },
      ),
  })
}

/** Values, schema and readme of one version, which are immutable. */
export const chartContentsQuery = (chart: ChartName | null, version: string | null) =>
  apiQuery(
    ["chart", chart?.repository, chart?.name, "versions", version],
    api(
      "/helm/charts/{repository}/{name}/{version}",
      chart?.repository ?? "",
      chart?.name ?? "",
      version ?? "",
    ),
    { enabled: chart !== null && version !== null, staleTime: Number.POSITIVE_INFINITY },
  )

/** The number of releases per version of a chart, newest version first. */
export const versionCountsQuery = (chart: string | null) =>
  apiQuery(
    ["releases", "version-counts", chart],
    api("/helm/releases/chart/{chartName}/versions", chart ?? ""),
    {
      enabled: chart !== null,
    },
  )

export const repositoriesQuery = apiQuery(["repositories"], api("/helm/repositories"))

/**
 * Whether a repository can be read. Folders are checked when the page loads, then cached; remote repositories are
 * checked on request.
 */
export const repositoryCheckQuery = ({ id, kind }: Repository) =>
  apiQuery(["repositories", id, "check"], api("/helm/repositories/{id}/check", id), {
    enabled: kind === "FOLDER",
    staleTime: 5 * 60_000,
  })
