import { z } from "zod"
import { parseChartReference } from "@/lib/fleet/charts/schema"
import { visibleTenants } from "@/lib/fleet/tenants/find-tenant"
import type { Actor } from "@/lib/identity/auth/actor"
import { scopeOf } from "@/lib/identity/auth/scope-of"
import type { Prisma } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { DomainError, invalid } from "@/lib/platform/errors"
import { cutPage, decodeCursor, type Page } from "@/lib/platform/page"
import { compareVersions } from "@/lib/platform/semver/version"
import { toRelease, withTenantAndOperation } from "./find-release"
import type { FleetFilters, ReleaseQuery } from "./fleet-schema"
import type { Release } from "./schema"

const cursorKey = z.tuple([z.uuid()])

/** One page of the releases visible to the caller, newest first. */
export async function listReleases(
  actor: Actor,
  { limit, cursor, ...filters }: ReleaseQuery,
): Promise<Page<Release>> {
  const after = decodeCursor(cursor, cursorKey)
  const rows = await db().release.findMany({
    where: { AND: [await fleetFilter(actor, filters), after === null ? {} : { id: { lt: after[0] } }] },
    include: withTenantAndOperation,
    orderBy: { id: "desc" },
    take: limit + 1,
  })
  const page = cutPage(rows, limit, (row) => [row.id])
  return { ...page, items: page.items.map(toRelease) }
}

/** The releases of a tenant, newest first, including uninstalled ones. 404 for a tenant the caller may not see. */
export async function listTenantReleases(
  actor: Actor,
  tenantId: string,
  page: { limit: number; cursor?: string },
): Promise<Page<Release>> {
  if ((await db().tenant.count({ where: { AND: [{ id: tenantId }, visibleTenants(actor)] } })) === 0) {
    throw new DomainError("not_found", `There is no tenant ${tenantId}.`)
  }
  return listReleases(actor, { tenantId, ...page })
}

/** The filters and the caller's tenant limit as one condition. Throws a 422 for `olderThan` without a chart. */
export async function fleetFilter(
  actor: Actor,
  { q, chartName, olderThan, ...equal }: FleetFilters,
): Promise<Prisma.ReleaseWhereInput> {
  const chart = chartFilter(chartName)
  return {
    AND: [
      { tenantId: scopeOf(actor).tenants.where },
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
