import type { Actor } from "@/lib/identity/auth/actor"
import { scopeOf } from "@/lib/identity/auth/scope-of"
import { db } from "@/lib/platform/db/transaction"
import { compareVersions } from "@/lib/platform/semver/version"
import type { ReleaseSummary } from "./fleet-schema"

/** The number of releases visible to the caller by status and chart, including uninstalled ones. */
export async function getSummary(actor: Actor): Promise<ReleaseSummary> {
  const groups = await db().release.groupBy({
    by: ["status", "chartName"],
    where: { tenantId: scopeOf(actor).tenants.where },
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

/** The number of releases per version of a chart, newest version first. */
export async function countChartVersions(actor: Actor, chartName: string): Promise<Record<string, number>> {
  const groups = await db().release.groupBy({
    by: ["chartVersion"],
    where: {
      AND: [{ tenantId: scopeOf(actor).tenants.where }, { chartName, status: { not: "UNINSTALLED" } }],
    },
    _count: true,
  })
  groups.sort((one, other) => compareVersions(other.chartVersion, one.chartVersion))
  return Object.fromEntries(groups.map(({ chartVersion, _count }) => [chartVersion, _count]))
}
