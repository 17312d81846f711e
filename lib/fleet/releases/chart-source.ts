import { findChart } from "@/lib/fleet/charts/find-chart"
import { type OpenedChart, openChart } from "@/lib/fleet/charts/open-chart"
import { DomainError, invalid } from "@/lib/platform/errors"

const codeOf = (error: unknown) => (error instanceof DomainError ? error.details.code : undefined)

/**
 * The repository of a chart that was installed outside Slipway: the given one, which must have it, or the only one that has
 * it; empty when none has it or none is available. Throws a 422 for /repository.
 */
export async function chartSource(given: string | undefined, chartName: string): Promise<string> {
  try {
    return (await findChart(given ?? null, chartName)).repository.name
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    if (given === undefined && codeOf(error) !== "ambiguous_chart") return ""
    if (error.kind !== "invalid") throw error
    throw invalid("/repository", error.message, error.details.code)
  }
}

/** Opens the chart of a release. If its repository is unknown, any repository that has it is used; 422 when none has. */
export async function openChartOf(chart: {
  repository: string
  name: string
  version: string
}): Promise<OpenedChart> {
  const { repository, name, version } = chart
  if (repository !== "") return openChart(chart)
  try {
    return await openChart({ repository: null, name, version })
  } catch (error) {
    if (codeOf(error) !== "unknown_chart") throw error
    throw invalid(
      "/chartVersion",
      `No configured repository has the chart ${name}, which was installed outside of Slipway. Add its repository to upgrade the release.`,
      "unknown_chart",
    )
  }
}
