import { compareVersions } from "@/lib/fleet/charts/compare-versions"
import { parseChartReference } from "@/lib/fleet/charts/schema"
import { ofVisibleTenants } from "@/lib/fleet/operations/visible-to"
import type { Actor } from "@/lib/identity/auth/actor"
import type { Prisma } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { invalid } from "@/lib/platform/errors"
import type { FleetFilters } from "./fleet-schema"

/** The filters and the caller's tenant limit as one condition. Throws a 422 for `olderThan` without a chart. */
export async function fleetFilter(
  actor: Actor,
  { q, chartName, olderThan, ...equal }: FleetFilters,
): Promise<Prisma.ReleaseWhereInput> {
  const chart = chartFilter(chartName)
  return {
    AND: [
      ofVisibleTenants(actor),
      chart,
      equal,
      olderThan === undefined ? {} : await olderFilter(chart, olderThan),
      q === undefined ? {} : { OR: matching(q) },
    ],
  }
}

/** `name` or `repository/name`. */
export function chartFilter(reference: string | undefined): { chartName?: string; repository?: string } {
  if (reference === undefined) return {}
  const { repository, chartName } = parseChartReference(reference)
  return repository === null ? { chartName } : { chartName, repository }
}

/** The database cannot order semantic versions: the few distinct ones are compared here. */
async function olderFilter(
  chart: Prisma.ReleaseWhereInput,
  target: string,
): Promise<Prisma.ReleaseWhereInput> {
  if (chart.chartName === undefined) {
    throw invalid("/olderThan", "olderThan requires chartName, as versions are compared within a chart.")
  }
  const installed = { ...chart, status: { not: "UNINSTALLED" as const } }
  const versions = await db().release.groupBy({ by: ["chartVersion"], where: installed })
  const older = versions
    .map(({ chartVersion }) => chartVersion)
    .filter((version) => compareVersions(version, target) < 0)
  return { AND: [installed, { chartVersion: { in: older } }] }
}

function matching(q: string): Prisma.ReleaseWhereInput[] {
  const contains = { contains: q.replaceAll(/[\\%_]/g, "\\$&"), mode: "insensitive" } as const
  return [
    { releaseName: contains },
    { chartName: contains },
    { namespace: contains },
    { tenant: { OR: [{ slug: contains }, { name: contains }] } },
  ]
}
