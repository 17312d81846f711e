"use client"

import { useQuery } from "@tanstack/react-query"
import { chartReferenceOf, chartsQuery } from "@/components/fleet/releases/chart-queries"
import type { Release } from "@/lib/fleet/releases/schema"

/**
 * The chart of a release as the catalogue has it, empty while that is not known. Of one that was installed outside nobody
 * knows the repository: then whichever has the chart by now; `missing` says that none has.
 */
export function useKnownChart({ repository, chartName }: Pick<Release, "repository" | "chartName">): {
  chart: string
  missing: boolean
} {
  const isKnown = repository !== ""
  const charts = useQuery({ ...chartsQuery, enabled: !isKnown })
  if (isKnown) return { chart: chartReferenceOf({ repository, name: chartName }), missing: false }
  const found = charts.data?.find(({ name }) => name === chartName)
  return {
    chart: found === undefined ? "" : chartReferenceOf(found),
    missing: charts.isSuccess && found === undefined,
  }
}
