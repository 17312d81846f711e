import type { Actor } from "@/lib/auth/actor"
import { findListedChart } from "./find-listed-chart"
import type { ChartVersion } from "./schema"
import { toChartVersion } from "./to-chart-version"

/** Every version of a chart, the newest first in semver order. 404: no such repository or chart. */
export async function listVersions(_actor: Actor, repository: string, name: string): Promise<ChartVersion[]> {
  const chart = await findListedChart(repository, name)
  return chart.versions.map((version) => toChartVersion(repository, version))
}
