import { type OpenedChart, openChart } from "@/lib/fleet/charts/open-chart"
import type { ChangeRequest } from "@/lib/fleet/releases/operation-requests"
import { DomainError } from "@/lib/platform/errors"

/** The chart that a change applies; null if it applies none. Throws a 409 if its archive was replaced since the request. */
export async function openChartFor(request: ChangeRequest): Promise<OpenedChart | null> {
  if (request.kind !== "INSTALL" && request.kind !== "UPGRADE") return null
  return openRequested(request)
}

type Requested = { repository: string; chartName: string; chartVersion: string; chartDigest?: string }

export async function openRequested(request: Requested): Promise<OpenedChart> {
  const { repository, chartName: name, chartVersion: version, chartDigest } = request
  const chart = await openChart({ repository, name, version })
  if (chartDigest === undefined || chart.digest === chartDigest) return chart
  throw new DomainError(
    "conflict",
    `The repository ${repository} has replaced ${name} ${version} since this was requested. Preview the change and request it again.`,
    { code: "preview_outdated" },
  )
}
