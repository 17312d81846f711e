import { compareVersions } from "@/lib/fleet/charts/compare-versions"
import { ofVisibleTenants } from "@/lib/fleet/operations/visible-to"
import type { Actor } from "@/lib/identity/auth/actor"
import { db } from "@/lib/platform/db/transaction"

/** The number of releases per version of a chart, newest version first. */
export async function countChartVersions(actor: Actor, chartName: string): Promise<Record<string, number>> {
  const groups = await db().release.groupBy({
    by: ["chartVersion"],
    where: { AND: [ofVisibleTenants(actor), { chartName, status: { not: "UNINSTALLED" } }] },
    _count: true,
  })
  groups.sort((one, other) => compareVersions(other.chartVersion, one.chartVersion))
  return Object.fromEntries(groups.map(({ chartVersion, _count }) => [chartVersion, _count]))
}
