import type { Actor } from "@/lib/identity/auth/actor"
import { readLiveEnvironments } from "@/lib/ledger/environments/read-environments"
import { chartsNamedAfter } from "./charts-meant"
import type { DraftGroup } from "./draft"
import { readWhereItRuns } from "./read-ledger"
import type { RunningEnvironment } from "./schema"
import { versionSpellings } from "./search-terms"

/**
 * Adds to chart and app versions the environments whose current deployment reports shipping them: by its
 * helmChartVersion (`1.2.0` or `chart-1.2.0`) or its image tag.
 */
export async function withChartDeployments(
  actor: Actor,
  groups: readonly DraftGroup[],
  limit: number,
): Promise<DraftGroup[]> {
  const named = groups.flatMap(({ hits }) =>
    hits.flatMap(({ match }) => match.charts ?? []).flatMap(spellingsOf),
  )
  const tags = groups.flatMap(({ kind, hits }) =>
    kind === "appVersion" ? hits.flatMap(({ id }) => versionSpellings(id)) : [],
  )
  if (named.length + tags.length === 0) return [...groups]
  const ladder = await readLiveEnvironments(actor)
  const [byChart, byTag] = await Promise.all([
    readWhereItRuns(ladder, "helm_chart_version", [...new Set(named)]),
    readWhereItRuns(ladder, "image_tag", [...new Set(tags)]),
  ])
  return groups.map((group) => {
    const charts = group.hits.flatMap(({ match }) => match.charts ?? [])
    return {
      ...group,
      hits: group.hits.map((hit) => {
        const found =
          group.kind === "appVersion"
            ? placesOf(byTag, versionSpellings(hit.id))
            : (hit.match.charts ?? []).flatMap((chart) => placesOfChart(byChart, chart, charts))
        return { ...hit, environments: { total: found.length, items: found.slice(0, limit) } }
      }),
    }
  })
}

type Chart = { chartName: string | null; chartVersion: string }

function spellingsOf(chart: Chart): string[] {
  return [...versionSpellings(chart.chartVersion), ...namedSpellings(chart)]
}

function namedSpellings({ chartName, chartVersion }: Chart): string[] {
  return versionSpellings(chartVersion).flatMap((version) => [
    `${chartName}-${version}`,
    `${chartName}:${version}`,
    `${chartName} ${version}`,
  ])
}

/**
 * A version reported without a chart name refers to the chart named after the application, if that chart has the
 * version.
 */
function placesOfChart(
  running: ReadonlyMap<string, RunningEnvironment[]>,
  chart: Chart,
  all: readonly Chart[],
): RunningEnvironment[] {
  const { chartName } = chart
  if (chartName === null) return placesOf(running, versionSpellings(chart.chartVersion))
  const names = all
    .filter(({ chartVersion }) => chartVersion === chart.chartVersion)
    .flatMap(({ chartName }) => chartName ?? [])
  const bare = placesOf(running, versionSpellings(chart.chartVersion)).filter(({ application }) =>
    chartsNamedAfter(application, names).includes(chartName),
  )
  return [...placesOf(running, namedSpellings(chart)), ...bare]
}

function placesOf(running: ReadonlyMap<string, RunningEnvironment[]>, values: readonly string[]) {
  return values.flatMap((value) => running.get(value) ?? [])
}
