import { queryOptions } from "@tanstack/react-query"
import { api } from "@/lib/platform/paths"
import { request } from "@/lib/web/client/request"

/** The number of releases per version of a chart, newest version first. */
export function versionCountsQuery(chart: string | null) {
  return queryOptions({
    queryKey: ["releases", "version-counts", chart],
    enabled: chart !== null,
    queryFn: ({ signal }) => request<Record<string, number>>(api.chartVersionCounts(chart ?? ""), { signal }),
  })
}
