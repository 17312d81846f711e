import { readPublished } from "@/lib/fleet/charts/known-charts"
import type { Actor } from "@/lib/identity/auth/actor"
import { scopeOf } from "@/lib/identity/auth/scope-of"
import { db } from "@/lib/platform/db/transaction"
import { toInstant } from "@/lib/platform/instant"
import type { Page } from "@/lib/platform/page"
import { compareVersions } from "@/lib/platform/semver/version"
import type { FleetVersion } from "./fleet-schema"
import { unknownStanding, versionLag } from "./version-lag"

/**
 * Every version of every chart that is installed where the caller may look, by chart, newest first, with how far it is
 * behind. `incomplete`: the repositories that were never read, so that this is not known of their charts.
 */
export async function listFleetVersions(actor: Actor): Promise<Page<FleetVersion>> {
  const groups = await db().release.groupBy({
    by: ["repository", "chartName", "chartVersion", "status"],
    where: { tenantId: scopeOf(actor).tenants.where, status: { not: "UNINSTALLED" } },
    _count: true,
  })
  const charts = new Map(
    groups.map(({ repository, chartName }) => [
      `${repository}/${chartName}`,
      { repository, name: chartName },
    ]),
  )
  const { published, missing } = await readPublished([...charts.values()])
  const versions = Map.groupBy(
    groups,
    ({ repository, chartName, chartVersion }) => `${repository}/${chartName} ${chartVersion}`,
  )
  const items = [...versions.values()]
    .flatMap((same): FleetVersion[] => {
      const [first] = same
      if (first === undefined) return []
      const { repository, chartName, chartVersion } = first
      const known = published.get(`${repository}/${chartName}`)
      const standing = known === undefined ? unknownStanding : versionLag(chartVersion, known)
      const { supersededAt } = standing
      return [
        {
          ...{ repository, chartName, chartVersion },
          releases: same.reduce((sum, { _count }) => sum + _count, 0),
          byStatus: Object.fromEntries(same.map(({ status, _count }) => [status, _count])),
          ...standing,
          supersededAt: supersededAt === null ? null : toInstant(new Date(supersededAt)),
        },
      ]
    })
    .sort(
      (one, other) =>
        compareText(one.chartName, other.chartName) ||
        compareText(one.repository, other.repository) ||
        compareVersions(other.chartVersion, one.chartVersion),
    )
  return { items, nextCursor: null, incomplete: missing }
}

function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}
