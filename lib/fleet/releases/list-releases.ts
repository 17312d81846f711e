import { z } from "zod"
import { visibleTenants } from "@/lib/fleet/tenants/find-tenant"
import type { Actor } from "@/lib/identity/auth/actor"
import { visibleTo } from "@/lib/identity/auth/visible-to"
import type { CsvValue } from "@/lib/platform/csv"
import { ifGiven } from "@/lib/platform/db/conditions"
import { Prisma } from "@/lib/platform/db/generated/client"
import { db, query, snapshot } from "@/lib/platform/db/transaction"
import { notFound } from "@/lib/platform/errors"
import { csv, exportLines } from "@/lib/platform/export-lines"
import {
  cutIdPage,
  cutPage,
  decodeCursor,
  decodeIdCursor,
  mapPage,
  type Page,
  type PageQuery,
} from "@/lib/platform/page"
import { type ReleaseRow, readReleases, toRelease } from "./find-release"
import { compareTotal, fleetSql, installed, installedSql, olderVersions } from "./fleet-filter"
import { fleetFilters, type MatrixRow, type ReleaseQuery } from "./fleet-schema"
import { type Release, releaseSchema } from "./schema"

export async function listReleases(
  actor: Actor,
  { limit, cursor, ...filters }: ReleaseQuery,
): Promise<Page<Release>> {
  const after = decodeIdCursor(cursor)
  const condition = await fleetSql(actor, filters)
  const rows = await snapshot(async () => {
    const found = await query<{ id: string }>(Prisma.sql`
      SELECT h.id FROM helm_release h JOIN tenant t ON t.id = h.tenant_id
      WHERE ${condition} AND ${ifGiven(after, (id) => Prisma.sql`h.id < ${id}::uuid`)}
      ORDER BY h.id DESC LIMIT ${limit + 1}`)
    return readReleases({ where: { id: { in: found.map(({ id }) => id) } }, orderBy: { id: "desc" } })
  })
  return mapPage(cutIdPage(rows, limit), toRelease)
}

/** The releases of a tenant, newest first, including uninstalled ones. 404 for a tenant the caller may not see. */
export async function listTenantReleases(
  actor: Actor,
  tenantId: string,
  page: PageQuery,
): Promise<Page<Release>> {
  if ((await db().tenant.count({ where: { AND: [{ id: tenantId }, visibleTenants(actor)] } })) === 0) {
    throw notFound(`There is no tenant ${tenantId}.`)
  }
  return listReleases(actor, { tenantId, ...page })
}

const upgradeCursor = z.tuple([z.string(), z.string(), z.uuid()])

/** The installed releases of a chart older than a version by semantic versioning, oldest version first. */
export async function listNeedingUpgrade(
  actor: Actor,
  chartName: string,
  { targetVersion, limit, cursor }: PageQuery & { targetVersion: string },
): Promise<Page<Release>> {
  const after = decodeCursor(cursor, upgradeCursor)
  const where = { tenantId: visibleTo(actor).tenants.where, chartName, ...installed }
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
  return mapPage(page, toRelease)
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
  const condition = await fleetSql(actor, filters)
  const matching = Prisma.sql`FROM helm_release h
    WHERE h.tenant_id = t.id AND ${condition} AND ${filters.status === undefined ? installedSql : Prisma.sql`true`}`
  // The database builds the JSON, because thousands of rows cost more here.
  const rows = await query<MatrixRow>(Prisma.sql`
    SELECT t.id AS "tenantId", t.slug AS "tenantSlug", t.name AS "tenantName", found.releases
    FROM (
      SELECT t.* FROM tenant t
      WHERE EXISTS (SELECT 1 ${matching}) AND ${ifGiven(after, ([slug]) => Prisma.sql`t.slug > ${slug}`)}
      ORDER BY t.slug LIMIT ${limit + 1}) t
    CROSS JOIN LATERAL (
      SELECT json_agg(r ORDER BY r."chartName", r."releaseName") AS releases FROM (
        SELECT h.id, h.release_name AS "releaseName", h.repository, h.chart_name AS "chartName",
          h.chart_version AS "chartVersion", h.status, h.out_of_band AS "outOfBand" ${matching}) r) found
    ORDER BY t.slug`)
  return cutPage(rows, limit, ({ tenantSlug }) => [tenantSlug])
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
