import { findChart } from "@/lib/fleet/charts/find-chart"
import { type OpenedChart, openChart } from "@/lib/fleet/charts/open-chart"
import { DomainError, invalid } from "@/lib/platform/errors"

const codeOf = (error: unknown) => (error instanceof DomainError ? error.details.code : undefined)

/**
 * The repository of a chart that was installed outside: the one that was named, which must have it, or the only one that
 * has it; empty where none has, or none can be asked. Throws a 422 about /repository.
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

/** A chart that a release was made from. Where nobody knows its repository, whichever has it by now; 422: none has. */
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
      `No configured repository has the chart ${name}, which was installed outside of Slipway. Add the repository it comes from; then it can be upgraded.`,
      "unknown_chart",
    )
  }
}
