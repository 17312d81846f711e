import { z } from "zod"
import { parseChartReference } from "@/lib/fleet/charts/schema"
import { visibleTenants } from "@/lib/fleet/tenants/find-tenant"
import type { Actor } from "@/lib/identity/auth/actor"
import { scopeOf } from "@/lib/identity/auth/scope-of"
import type { CsvValue } from "@/lib/platform/csv"
import type { Prisma } from "@/lib/platform/db/generated/client"
import { containing } from "@/lib/platform/db/names-containing"
import { db, snapshot } from "@/lib/platform/db/transaction"
import { invalid, notFound } from "@/lib/platform/errors"
import { csv, exportLines } from "@/lib/platform/export-lines"
import { cutPage, decodeCursor, type Page } from "@/lib/platform/page"
import { compareVersions } from "@/lib/platform/semver/version"
import { listQuarantinedCharts } from "@/lib/policy/quarantine/find-quarantined"
import { listFleetVersions } from "./count-releases"
import { type ReleaseRow, readReleases, toRelease } from "./find-release"
import { type FleetFilters, fleetFilters, type MatrixRow, type ReleaseQuery } from "./fleet-schema"
import { listChanging } from "./open-changes"
import { type Release, releaseSchema } from "./schema"
import { isOverBudget } from "./version-lag"

const cursorKey = z.tuple([z.uuid()])
const installed = { status: { not: "UNINSTALLED" as const } }

export async function listReleases(
  actor: Actor,
  { limit, cursor, ...filters }: ReleaseQuery,
): Promise<Page<Release>> {
  const after = decodeCursor(cursor, cursorKey)
  const rows = await readReleases({
    where: { AND: [await fleetFilter(actor, filters), after === null ? {} : { id: { lt: after[0] } }] },
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
    throw notFound(`There is no tenant ${tenantId}.`)
  }
  return listReleases(actor, { tenantId, ...page })
}

/** The filters and the caller's tenant limit as one condition. Throws a 422 for `olderThan` without a chart. */
async function fleetFilter(
  actor: Actor,
  {
    q,
    chartName,
    olderThan,
    installed: isInstalled,
    overBudget,
    quarantined,
    change,
    ...equal
  }: FleetFilters,
): Promise<Prisma.ReleaseWhereInput> {
  const chart = chartFilter(chartName)
  return {
    AND: [
      { tenantId: scopeOf(actor).tenants.where },
      chart,
      equal,
      olderThan === undefined ? {} : await olderFilter(chart, olderThan),
      isInstalled === undefined ? {} : isInstalled ? installed : { status: "UNINSTALLED" },
      overBudget === undefined ? {} : await budgetFilter(actor, overBudget),
      quarantined === undefined ? {} : await quarantineFilter(quarantined),
      change === undefined ? {} : { id: { in: await listChanging(actor, change) } },
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

async function olderFilter(
  chart: Prisma.ReleaseWhereInput,
  target: string,
): Promise<Prisma.ReleaseWhereInput> {
  if (chart.chartName === undefined) {
    throw invalid("/olderThan", "olderThan requires chartName, as versions are compared within a chart.")
  }
  const where = { ...chart, ...installed }
  return { AND: [where, { chartVersion: { in: await olderVersions(where, target) } }] }
}

async function budgetFilter(actor: Actor, isOver: boolean): Promise<Prisma.ReleaseWhereInput> {
  const now = new Date()
  const { items } = await listFleetVersions(actor)
  const overBudget = items
    .filter((version) => isOverBudget(version, now))
    .map(({ repository, chartName, chartVersion }) => ({ repository, chartName, chartVersion }))
  const where = { AND: [installed, ofVersions(overBudget)] }
  return isOver ? where : { NOT: where }
}

async function quarantineFilter(isQuarantined: boolean): Promise<Prisma.ReleaseWhereInput> {
  const where = { AND: [installed, ofVersions(await listQuarantinedCharts())] }
  return isQuarantined ? where : { NOT: where }
}

/** Prisma ignores an empty OR within an AND. */
function ofVersions(versions: Prisma.ReleaseWhereInput[]): Prisma.ReleaseWhereInput {
  return versions.length === 0 ? { id: { in: [] } } : { OR: versions }
}

function matching(q: string): Prisma.ReleaseWhereInput[] {
  const contains = containing(q)
  return [
    { releaseName: contains },
    { chartName: contains },
    { namespace: contains },
    { tenant: { OR: [{ slug: contains }, { name: contains }] } },
  ]
}

const upgradeCursor = z.tuple([z.string(), z.string(), z.uuid()])

/** The installed releases of a chart older than a version by semantic versioning, oldest version first. */
export async function listNeedingUpgrade(
  actor: Actor,
  chartName: string,
  { targetVersion, limit, cursor }: { targetVersion: string; limit: number; cursor?: string | undefined },
): Promise<Page<Release>> {
  const after = decodeCursor(cursor, upgradeCursor)
  const where = { tenantId: scopeOf(actor).tenants.where, chartName, ...installed }
  // One snapshot, so that a release that changes its version in between is listed exactly once.
  const rows = await snapshot(async () => {
    const releases: ReleaseRow[] = []
    for (const version of await olderVersions(where, targetVersion)) {
      if (after !== null && compareTotal(version, after[0]) < 0) continue
      releases.push(...(await readVersion(where, version, after, limit + 1 - releases.length)))
      if (releases.length > limit) break
    }
    return releases
  })
  const page = cutPage(rows, limit, ({ chartVersion, releaseName, id }) => [chartVersion, releaseName, id])
  return { ...page, items: page.items.map(toRelease) }
}

/** The database cannot order semantic versions: the few distinct ones are compared here, the oldest first. */
async function olderVersions(where: Prisma.ReleaseWhereInput, targetVersion: string): Promise<string[]> {
  const groups = await db().release.groupBy({ by: ["chartVersion"], where })
  return groups
    .map(({ chartVersion }) => chartVersion)
    .filter((version) => compareVersions(version, targetVersion) < 0)
    .sort(compareTotal)
}

/** Also orders versions that differ only in notation. */
function compareTotal(one: string, other: string): number {
  return compareVersions(one, other) || (one < other ? -1 : one > other ? 1 : 0)
}

function readVersion(
  where: Prisma.ReleaseWhereInput,
  chartVersion: string,
  after: z.infer<typeof upgradeCursor> | null,
  limit: number,
): Promise<ReleaseRow[]> {
  const [version, releaseName, id] = after ?? []
  const rest =
    version === chartVersion && releaseName !== undefined && id !== undefined
      ? { OR: [{ releaseName: { gt: releaseName } }, { releaseName, id: { gt: id } }] }
      : {}
  return readReleases({
    where: { AND: [where, { chartVersion }, rest] },
    orderBy: [{ releaseName: "asc" }, { id: "asc" }],
    take: limit,
  })
}

/** Tenants by slug with their releases that match the filters; tenants without a match and uninstalled releases are omitted. */
export async function listFleetMatrix(
  actor: Actor,
  { limit, cursor, ...filters }: ReleaseQuery,
): Promise<Page<MatrixRow>> {
  const after = decodeCursor(cursor, z.tuple([z.string()]))
  const matchingRelease = {
    AND: [await fleetFilter(actor, filters), filters.status === undefined ? installed : {}],
  }
  // One snapshot, so that each tenant has at least one matching release.
  const rows = await snapshot(() =>
    db().tenant.findMany({
      where: { releases: { some: matchingRelease }, ...(after !== null && { slug: { gt: after[0] } }) },
      select: {
        id: true,
        slug: true,
        name: true,
        releases: {
          where: matchingRelease,
          select: {
            id: true,
            releaseName: true,
            repository: true,
            chartName: true,
            chartVersion: true,
            status: true,
            outOfBand: true,
          },
          orderBy: [{ chartName: "asc" }, { releaseName: "asc" }],
        },
      },
      orderBy: { slug: "asc" },
      take: limit + 1,
    }),
  )
  const page = cutPage(rows, limit, ({ slug }) => [slug])
  return {
    ...page,
    items: page.items.map(({ id, slug, name, releases }) => ({
      tenantId: id,
      tenantSlug: slug,
      tenantName: name,
      releases,
    })),
  }
}

export const exportReleasesSchema = z.strictObject({
  format: z.enum(["csv"]).default("csv"),
  ...fleetFilters,
})

const rowsAtATime = 500
const { valuesOverride: _values, operation: _operation, ...plain } = releaseSchema.shape
const columns = Object.keys(plain).map((column) => [
  column,
  (release: Release): CsvValue => Reflect.get(release, column),
])

/** Lines of CSV, newest first. Throws before the first line when the filters are invalid. */
export function exportReleases(
  actor: Actor,
  { format: _format, ...filters }: z.infer<typeof exportReleasesSchema>,
): Promise<AsyncGenerator<string>> {
  const read = (cursor?: string) => listReleases(actor, { ...filters, limit: rowsAtATime, cursor })
  return exportLines(read, csv<Release>(Object.fromEntries(columns)))
}
