import { type OpenedChart, openChart } from "@/lib/charts/open-chart"
import type { ChangeRequest } from "@/lib/releases/operation-requests"

/** The chart that a change applies; null where it applies none. */
export async function openChartFor(request: ChangeRequest): Promise<OpenedChart | null> {
  if (request.kind !== "INSTALL" && request.kind !== "UPGRADE") return null
  const { repository, chartName: name, chartVersion: version } = request
  return openChart({ repository, name, version })
}
