import { readPublished } from "@/lib/fleet/charts/known-charts"
import type { Actor } from "@/lib/identity/auth/actor"
import { visibleTo } from "@/lib/identity/auth/visible-to"
import { compareTexts } from "@/lib/platform/compare-texts"
import { createYielder } from "@/lib/platform/create-yielder"
import { db } from "@/lib/platform/db/transaction"
import { toInstant } from "@/lib/platform/instant"
import type { Page } from "@/lib/platform/page"
import { compareVersions } from "@/lib/platform/semver/version"
import { listQuarantinedCharts } from "@/lib/policy/quarantine/find-quarantined"
import { quarantinedVersion } from "@/lib/policy/quarantine/kinds"
import type { FleetVersion, ReleaseSummary } from "./fleet-schema"
import { unknownLag, versionLag } from "./version-lag"

/** The number of releases visible to the caller by status and chart, including uninstalled ones. */
export async function getSummary(actor: Actor): Promise<ReleaseSummary> {
  const groups = await db().release.groupBy({
    by: ["status", "chartName"],
    where: { tenantId: visibleTo(actor).tenants.where },
    _count: true,
    orderBy: [{ chartName: "asc" }, { status: "asc" }],
  })
  const summary: ReleaseSummary = { total: 0, byStatus: {}, byChart: {}, byChartAndStatus: {} }
  for (const { status, chartName, _count: count } of groups) {
    summary.total += count
    summary.byStatus[status] = (summary.byStatus[status] ?? 0) + count
    summary.byChart[chartName] = (summary.byChart[chartName] ?? 0) + count
    summary.byChartAndStatus[chartName] = { ...summary.byChartAndStatus[chartName], [status]: count }
  }
  return summary
}

export async function countChartVersions(actor: Actor, chartName: string): Promise<Record<string, number>> {
  const groups = await db().release.groupBy({
    by: ["chartVersion"],
    where: {
      AND: [{ tenantId: visibleTo(actor).tenants.where }, { chartName, status: { not: "UNINSTALLED" } }],
    },
    _count: true,
  })
  groups.sort((a, b) => compareVersions(b.chartVersion, a.chartVersion))
  return Object.fromEntries(groups.map(({ chartVersion, _count }) => [chartVersion, _count]))
}

/**
 * Every installed chart version visible to the caller, by chart, newest first, with its lag. `incomplete`: the
 * repositories that were never read, so the lag of their charts is unknown.
 */
export async function listFleetVersions(actor: Actor): Promise<Page<FleetVersion>> {
  const groups = await db().release.groupBy({
    by: ["repository", "chartName", "chartVersion", "status"],
    where: { tenantId: visibleTo(actor).tenants.where, status: { not: "UNINSTALLED" } },
    _count: true,
  })
  const charts = new Map(
    groups.map(({ repository, chartName }) => [
      `${repository}/${chartName}`,
      { repository, name: chartName },
    ]),
  )
  const { published, missing } = await readPublished([...charts.values()])
  const quarantined = Map.groupBy(await listQuarantinedCharts(), ({ chartName }) => chartName)
  const deployable = new Map(
    [...charts].map(([key, { name }]) => {
      const versions = published.get(key)
      const excluded = quarantined.get(name)?.map(({ chartVersion }) => chartVersion)
      if (excluded === undefined) return [key, versions] // The same array, whose order versionLag remembers.
      return [key, versions?.filter(({ version }) => !excluded.includes(quarantinedVersion(version)))]
    }),
  )
  const versions = Map.groupBy(
    groups,
    ({ repository, chartName, chartVersion }) => `${repository}/${chartName} ${chartVersion}`,
  )
  const items: FleetVersion[] = []
  const yieldWhenDue = createYielder()
  for (const counts of versions.values()) {
    await yieldWhenDue()
    const [first] = counts
    if (first === undefined) continue
    const { repository, chartName, chartVersion } = first
    const versions = deployable.get(`${repository}/${chartName}`)
    const lag = versions === undefined ? unknownLag : versionLag(chartVersion, versions)
    const { supersededAt } = lag
    items.push({
      repository,
      chartName,
      chartVersion,
      releases: counts.reduce((sum, { _count }) => sum + _count, 0),
      byStatus: Object.fromEntries(counts.map(({ status, _count }) => [status, _count])),
      ...lag,
      supersededAt: supersededAt === null ? null : toInstant(new Date(supersededAt)),
    })
  }
  items.sort(
    (a, b) =>
      compareTexts(a.chartName, b.chartName) ||
      compareTexts(a.repository, b.repository) ||
      compareVersions(b.chartVersion, a.chartVersion),
  )
  return { items, nextCursor: null, incomplete: missing }
}
