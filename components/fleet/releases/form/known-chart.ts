"use client"

import { useQuery } from "@tanstack/react-query"
import { chartReferenceOf, chartsQuery } from "@/components/fleet/releases/chart-queries"
import type { Release } from "@/lib/fleet/releases/schema"

/**
 * The chart of a release in the catalog, empty while unknown. The repository of a release installed outside of Slipway
 * is unknown: then any repository that has the chart is used; `missing` is true when none has it.
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
