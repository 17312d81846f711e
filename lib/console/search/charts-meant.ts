import type { ReleaseMatch } from "@/lib/fleet/releases/read-running-releases"
import { db } from "@/lib/platform/db/transaction"
import { namedChart, versionSpellings } from "./search-terms"

/**
 * What a deployment ships: `helmChartVersion` is either a version or includes the chart name, such as `chart-1.2.0`.
 */
export type Shipped = { application: string; imageTag: string; helmChartVersion: string | null }

/** The charts named after the application, among those that have a version; if there is none, all of them. */
export function chartsNamedAfter(application: string, names: readonly string[]): string[] {
  const after = names.filter(
    (name) => name === application || name.endsWith(`-${application}`) || name.startsWith(`${application}-`),
  )
  return after.length > 0 ? after : [...names]
}

/**
 * For each list, the releases that run what was shipped: those whose app version is one of the image tags (with or
 * without a `v`), and those of the chart versions. One query resolves the charts of versions without a chart name.
 */
export async function releasesOf(lists: readonly (readonly Shipped[])[]): Promise<ReleaseMatch[]> {
  const bare = [...new Set(lists.flat().flatMap((one) => bareVersions(one.helmChartVersion)))]
  const rows =
    bare.length === 0
      ? []
      : await db().release.groupBy({
          by: ["chartName", "chartVersion"],
          where: { chartVersion: { in: bare }, status: { not: "UNINSTALLED" } },
        })
  const namesOf = Map.groupBy(rows, ({ chartVersion }) => chartVersion)
  return lists.map((list) => ({
    appVersions: [...new Set(list.flatMap(({ imageTag }) => versionSpellings(imageTag)))],
    charts: uniqueCharts(
      list.flatMap(({ application, helmChartVersion }) => [
        ...namedCharts(helmChartVersion),
        ...bareVersions(helmChartVersion).flatMap((chartVersion) => {
          const names = (namesOf.get(chartVersion) ?? []).map(({ chartName }) => chartName)
          return chartsNamedAfter(application, names).map((chartName) => ({ chartName, chartVersion }))
        }),
      ]),
    ),
  }))
}

type Chart = { chartName: string; chartVersion: string }

function namedCharts(reported: string | null): Chart[] {
  const chart = reported === null ? null : namedChart(reported)
  return chart === null ? [] : [{ chartName: chart.name, chartVersion: chart.version }]
}

function bareVersions(reported: string | null): string[] {
  return reported === null || namedChart(reported) !== null ? [] : versionSpellings(reported)
}

function uniqueCharts(charts: readonly Chart[]): Chart[] {
  return [...new Map(charts.map((one) => [`${one.chartName} ${one.chartVersion}`, one])).values()]
}
