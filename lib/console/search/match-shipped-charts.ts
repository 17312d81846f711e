import type { RunningRelease } from "@/lib/fleet/releases/fleet-schema"
import { type ReleaseMatch, readRunningReleases } from "@/lib/fleet/releases/read-running-releases"
import { type Actor, hasScope } from "@/lib/identity/auth/actor"
import { findWithAnnulled } from "@/lib/ledger/deployments/find-deployment"
import { readLiveEnvironments } from "@/lib/ledger/environments/read-environments"
import { db } from "@/lib/platform/db/transaction"
import { notFound } from "@/lib/platform/errors"
import { cutPage, decodeIdCursor, type Page, type PageQuery } from "@/lib/platform/page"
import type { DraftGroup } from "./group-results"
import { readWhereItRuns } from "./read-ledger"
import type { RunningEnvironment } from "./schema"
import { namedChart, versionSpellings } from "./search-terms"

/**
 * What a deployment ships: `helmChartVersion` is either a version or includes the chart name, such as `chart-1.2.0`.
 */
export type ShippedVersion = { application: string; imageTag: string; helmChartVersion: string | null }

/** The charts named after the application, among those that have a version; if there is none, all of them. */
function chartsNamedAfter(application: string, names: readonly string[]): string[] {
  const after = names.filter(
    (name) => name === application || name.endsWith(`-${application}`) || name.startsWith(`${application}-`),
  )
  return after.length > 0 ? after : [...names]
}

/**
 * For each list, the releases that run what was shipped: those whose app version is one of the image tags (with or
 * without a `v`), and those of the chart versions. One query resolves the charts of versions without a chart name.
 */
export async function matchReleases(lists: readonly (readonly ShippedVersion[])[]): Promise<ReleaseMatch[]> {
  const bare = [...new Set(lists.flat().flatMap((list) => bareVersions(list.helmChartVersion)))]
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
  return [...new Map(charts.map((chart) => [`${chart.chartName} ${chart.chartVersion}`, chart])).values()]
}

/**
 * The tenant releases that run what a deployment shipped, newest release first: by its chart version, or because their
 * app version is its image tag.
 */
export async function listDeploymentTenants(
  actor: Actor,
  id: string,
  { limit, cursor }: PageQuery,
): Promise<Page<RunningRelease>> {
  // A caller without read access to the ledger must not learn whether the deployment exists.
  if (!hasScope(actor, "deployments:read")) throw notFound(`There is no deployment ${id}.`)
  const matches = await matchReleases([[await findWithAnnulled(actor, id)]])
  const [release] = await readRunningReleases(actor, matches, limit + 1, decodeIdCursor(cursor))
  return cutPage(release?.items ?? [], limit, ({ releaseId }) => [releaseId])
}

/**
 * Adds to chart and app versions the environments whose current deployment reports shipping them: by its
 * helmChartVersion (`1.2.0` or `chart-1.2.0`) or its image tag.
 */
export async function withChartDeployments(
  actor: Actor,
  groups: readonly DraftGroup[],
  limit: number,
): Promise<DraftGroup[]> {
  const named = groups.flatMap(({ kind, hits }) =>
    kind === "chartVersion" ? hits.flatMap(({ match }) => match.charts ?? []).flatMap(spellingsOf) : [],
  )
  const tags = groups.flatMap(({ kind, hits }) =>
    kind === "appVersion" ? hits.flatMap(({ id }) => versionSpellings(id)) : [],
  )
  if (named.length + tags.length === 0) return [...groups]
  const environments = await readLiveEnvironments(actor)
  const [byChart, byTag] = await Promise.all([
    readWhereItRuns(environments, "helm_chart_version", [...new Set(named)]),
    readWhereItRuns(environments, "image_tag", [...new Set(tags)]),
  ])
  return groups.map((group) => {
    if (group.kind !== "chartVersion" && group.kind !== "appVersion") return group
    const charts = group.hits.flatMap(({ match }) => match.charts ?? [])
    return {
      ...group,
      hits: group.hits.map((hit) => {
        const shipped =
          group.kind === "appVersion"
            ? environmentsRunning(byTag, versionSpellings(hit.id))
            : (hit.match.charts ?? []).flatMap((chart) => environmentsOfChart(byChart, chart, charts))
        return { ...hit, environments: { total: shipped.length, items: shipped.slice(0, limit) } }
      }),
    }
  })
}

/** `chartName` is null if the version was reported without one. */
type MentionedChart = { chartName: string | null; chartVersion: string }

function spellingsOf(chart: MentionedChart): string[] {
  return [...versionSpellings(chart.chartVersion), ...namedSpellings(chart)]
}

function namedSpellings({ chartName, chartVersion }: MentionedChart): string[] {
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
function environmentsOfChart(
  running: ReadonlyMap<string, RunningEnvironment[]>,
  chart: MentionedChart,
  charts: readonly MentionedChart[],
): RunningEnvironment[] {
  const { chartName } = chart
  if (chartName === null) return environmentsRunning(running, versionSpellings(chart.chartVersion))
  const names = charts
    .filter(({ chartVersion }) => chartVersion === chart.chartVersion)
    .flatMap(({ chartName }) => chartName ?? [])
  const bare = environmentsRunning(running, versionSpellings(chart.chartVersion)).filter(({ application }) =>
    chartsNamedAfter(application, names).includes(chartName),
  )
  return [...environmentsRunning(running, namedSpellings(chart)), ...bare]
}

function environmentsRunning(running: ReadonlyMap<string, RunningEnvironment[]>, values: readonly string[]) {
  return values.flatMap((value) => running.get(value) ?? [])
}
