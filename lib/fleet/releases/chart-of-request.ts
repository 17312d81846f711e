import { type OpenedChart, openChart } from "@/lib/fleet/charts/open-chart"
import { parseChartReference } from "@/lib/fleet/charts/schema"

/** Opens the chart that `name` or `repository/name` refers to. Throws a 422 for /chartName or /chartVersion. */
export function openReferredChart(reference: string, version: string): Promise<OpenedChart> {
  const { repository, chartName: name } = parseChartReference(reference)
  return openChart({ repository, name, version })
}
