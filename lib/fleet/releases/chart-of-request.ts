import { type OpenedChart, openChart } from "@/lib/fleet/charts/open-chart"

/** Opens the chart that `name` or `repository/name` refers to. Throws a 422 for /chartName or /chartVersion. */
export function openReferredChart(reference: string, version: string): Promise<OpenedChart> {
  const slash = reference.indexOf("/")
  const repository = slash < 0 ? null : reference.slice(0, slash)
  return openChart({ repository, name: reference.slice(slash + 1), version })
}
