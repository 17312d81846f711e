import { queryOptions } from "@tanstack/react-query"
import { api } from "@/lib/platform/paths"
import { request, requestAll, requestPage } from "@/lib/web/client/request"

/** The charts of the configured repositories, each with its newest version, and the repositories that are missing. */
export const chartsPageQuery = queryOptions({
  queryKey: ["charts", "all"],
  queryFn: ({ signal }) => requestPage(api.charts({ limit: 500 }), { signal }),
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

export function readChartReference(reference: string | null): ChartName | null {
  const [repository, name, ...rest] = reference?.split("/") ?? []
  return repository && name && rest.length === 0 ? { repository, name } : null
}

/** Every version of a chart, newest first. */
export function chartVersionsQuery(chart: ChartName | null) {
  return queryOptions({
    queryKey: ["chart", chart?.repository, chart?.name, "versions"],
    enabled: chart !== null,
    queryFn: ({ signal }) =>
      requestAll(api.chart(chart?.repository ?? "", chart?.name ?? "", { limit: 500 }), {
        signal,
      }),
  })
}

/** Values, schema and readme of one version, which are immutable. */
export function chartContentsQuery(chart: ChartName | null, version: string | null) {
  return queryOptions({
    queryKey: ["chart", chart?.repository, chart?.name, "versions", version],
    enabled: chart !== null && version !== null,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) =>
      request(api.chartVersion(chart?.repository ?? "", chart?.name ?? "", version ?? ""), {
        signal,
      }),
  })
}

export function tenantQuery(id: string) {
  return queryOptions({
    queryKey: ["tenant", id],
    queryFn: ({ signal }) => request(api.tenant(id), { signal }),
  })
}

/** The number of releases per version of a chart, newest version first. */
export function versionCountsQuery(chart: string | null) {
  return queryOptions({
    queryKey: ["releases", "version-counts", chart],
    enabled: chart !== null,
    queryFn: ({ signal }) => request(api.chartVersionCounts(chart ?? ""), { signal }),
  })
}
