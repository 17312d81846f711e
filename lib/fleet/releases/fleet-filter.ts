import { parseChartReference } from "@/lib/fleet/charts/schema"
import type { Actor } from "@/lib/identity/auth/actor"
import { visibleTo } from "@/lib/identity/auth/visible-to"
import { compareTexts } from "@/lib/platform/compare-texts"
import { ifGiven, isAmong } from "@/lib/platform/db/conditions"
import { escapeLike } from "@/lib/platform/db/contains-filter"
import { Prisma } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { invalid } from "@/lib/platform/errors"
import { compareVersions } from "@/lib/platform/semver/version"
import { ofChartSql } from "@/lib/policy/quarantine/find-quarantined"
import { listFleetVersions } from "./count-releases"
import type { FleetFilters } from "./fleet-schema"
import { listChanging } from "./open-changes"
import { isOverBudget } from "./version-lag"

export const installed = { status: { not: "UNINSTALLED" as const } }
/** `installed` as a condition on the release `h`. */
export const installedSql = Prisma.sql`h.status <> 'UNINSTALLED'`

/**
 * The filters and the caller's tenant limit as a condition on a release `h` and its tenant `t`. Throws a 422 for `olderThan`
 * without a chart.
 */
export async function fleetSql(
  actor: Actor,
  { chartName, olderThan, overBudget, change, ...filters }: FleetFilters,
): Promise<Prisma.Sql> {
  const chart = chartFilter(chartName)
  const { tenantId, chartVersion, appVersion, status, outOfBand, quarantined, q } = filters
  const conditions = [
    visibleTo(actor).tenants.sql(Prisma.sql`h.tenant_id`),
    ifGiven(chart.chartName, (name) => Prisma.sql`h.chart_name = ${name}`),
    ifGiven(chart.repository, (repository) => Prisma.sql`h.repository = ${repository}`),
    ifGiven(tenantId, (id) => Prisma.sql`h.tenant_id = ${id}::uuid`),
    ifGiven(chartVersion, (version) => Prisma.sql`h.chart_version = ${version}`),
    ifGiven(appVersion, (version) => Prisma.sql`h.app_version = ${version}`),
    ifGiven(status, (is) => Prisma.sql`h.status = ${is}::release_status`),
    ifGiven(outOfBand, (is) => Prisma.sql`h.out_of_band = ${is}`),
    ifGiven(filters.installed, (is) => unless(is, installedSql)),
    ifGiven(quarantined, (is) => unless(is, quarantinedSql)),
    ifGiven(q, matchingSql),
  ]
  if (olderThan !== undefined) conditions.push(await olderSql(chart, olderThan))
  if (overBudget !== undefined) conditions.push(unless(overBudget, await overBudgetSql(actor)))
  if (change !== undefined) conditions.push(isAmong(Prisma.sql`h.id`, await listChanging(actor, change)))
  return Prisma.join(conditions, " AND ")
}

const unless = (is: boolean, condition: Prisma.Sql) => (is ? condition : Prisma.sql`NOT (${condition})`)

/** `name` or `repository/name`. */
export function chartFilter(reference: string | undefined): { chartName?: string; repository?: string } {
  if (reference === undefined) return {}
  const { repository, chartName } = parseChartReference(reference)
  return repository === null ? { chartName } : { chartName, repository }
}

async function olderSql(chart: Prisma.ReleaseWhereInput, target: string): Promise<Prisma.Sql> {
  if (chart.chartName === undefined) {
    throw invalid("/olderThan", "olderThan requires chartName, as versions are compared within a chart.")
  }
  const versions = await olderVersions({ ...chart, ...installed }, target)
  return Prisma.sql`${installedSql} AND ${isAmong(Prisma.sql`h.chart_version`, versions, "text")}`
}

/** The database cannot order semantic versions: the few distinct ones are compared here, the oldest first. */
export async function olderVersions(
  where: Prisma.ReleaseWhereInput,
  targetVersion: string,
): Promise<string[]> {
  const groups = await db().release.groupBy({ by: ["chartVersion"], where })
  return groups
    .map(({ chartVersion }) => chartVersion)
    .filter((version) => compareVersions(version, targetVersion) < 0)
    .sort(compareTotal)
}

/** A total order: also of versions that differ only in notation. */
export function compareTotal(one: string, other: string): number {
  return compareVersions(one, other) || compareTexts(one, other)
}

async function overBudgetSql(actor: Actor): Promise<Prisma.Sql> {
  const now = new Date()
  const { items } = await listFleetVersions(actor)
  const versions = items
    .filter((version) => isOverBudget(version, now))
    .map(({ repository, chartName, chartVersion }) => [repository, chartName, chartVersion])
  return Prisma.sql`${installedSql}
    AND jsonb_build_array(h.repository, h.chart_name, h.chart_version) IN (
      SELECT jsonb_array_elements(${JSON.stringify(versions)}::jsonb))`
}

/** A release `h` runs its chart version: not while it is first installed, nor after an install that left nothing. */
export const runsSql = Prisma.sql`h.in_cluster AND h.status <> 'PENDING_INSTALL'`

const quarantinedSql = Prisma.sql`${runsSql} AND EXISTS (
  SELECT 1 FROM quarantine q WHERE ${ofChartSql(Prisma.sql`h.chart_name`, Prisma.sql`h.chart_version`)})`

function matchingSql(q: string): Prisma.Sql {
  const part = `%${escapeLike(q)}%`
  return Prisma.sql`(h.release_name ILIKE ${part} OR h.chart_name ILIKE ${part} OR h.namespace ILIKE ${part}
    OR t.slug ILIKE ${part} OR t.name ILIKE ${part})`
}
