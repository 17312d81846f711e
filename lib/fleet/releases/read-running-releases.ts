import type { Actor } from "@/lib/identity/auth/actor"
import { visibleTo } from "@/lib/identity/auth/visible-to"
import { Prisma } from "@/lib/platform/db/generated/client"
import { query } from "@/lib/platform/db/transaction"
import { fieldsOf } from "@/lib/platform/fields-of"
import { installedSql } from "./fleet-filter"
import { type RunningRelease, runningReleaseSchema } from "./fleet-schema"

type RunningFound = { total: number; items: RunningRelease[] }

type Row = Omit<RunningRelease, "since"> & { since: Date; part: number; total: number }

/** The newest `most` installed releases for each match, and their number up to ten thousand, in one query. */
export async function readRunningReleases(
  actor: Actor,
  matches: readonly ReleaseMatch[],
  maxRows: number,
  after?: string,
): Promise<RunningFound[]> {
  if (matches.length === 0) return []
  const from = after === undefined ? Prisma.sql`true` : Prisma.sql`h.id < ${after}::uuid`
  const parts = matches.map(
    (match, index) => Prisma.sql`(
      SELECT ${index}::int AS part, found.id, count(*) OVER ()::int AS total FROM (
        SELECT h.id FROM helm_release h
        WHERE ${matchSql(match)} AND ${visibleInstalledSql(actor)} AND ${from} LIMIT 10000) found
      ORDER BY found.id DESC LIMIT ${maxRows})`,
  )
  const rows = await query<Row>(Prisma.sql`
    WITH hit AS MATERIALIZED (${Prisma.join(parts, " UNION ALL ")})
    SELECT hit.part, hit.total, h.id AS "releaseId", h.release_name AS "releaseName", t.id AS "tenantId",
      t.slug AS "tenantSlug", t.name AS "tenantName", h.repository, h.chart_name AS "chartName",
      h.chart_version AS "chartVersion", h.app_version AS "appVersion", h.status,
      coalesce(since.at, h.deployed_at, h.created_at) AS since, coalesce(since.by, h.created_by) AS by
    FROM hit JOIN helm_release h ON h.id = hit.id JOIN tenant t ON t.id = h.tenant_id
    LEFT JOIN LATERAL (${sinceSql}) since ON true
    ORDER BY hit.part, h.id DESC`)
  return matches.map((_match, index) => {
    const rowsOfPart = rows.filter(({ part }) => part === index)
    return {
      total: rowsOfPart[0]?.total ?? 0,
      items: rowsOfPart.map((row) => fieldsOf(runningReleaseSchema, row)),
    }
  })
}

/** The oldest of the newest consecutive revisions with the current version. */
const sinceSql = Prisma.sql`
  SELECT coalesce(r.finished_at, r.created_at) AS at, r.performed_by AS by FROM release_revision r
  WHERE r.release_id = h.id AND r.operation <> 'UNINSTALL' AND r.created_at > coalesce((
    SELECT max(o.created_at) FROM release_revision o
    WHERE o.release_id = h.id AND (o.chart_version <> h.chart_version OR o.app_version <> h.app_version)), '-infinity')
  ORDER BY r.created_at, r.id LIMIT 1`

/** Installed releases that match any of these; an empty match selects none. */
export type ReleaseMatch = {
  releaseIds?: readonly string[]
  tenantIds?: readonly string[]
  chartNames?: readonly string[]
  appVersions?: readonly string[]
  /** `chartName` null: of any chart. */
  charts?: readonly { chartName: string | null; chartVersion: string }[]
}

const isAmong = (column: string, type: "uuid" | "text", values: readonly string[] = []) =>
  values.length === 0 ? [] : [Prisma.sql`${Prisma.raw(column)} = ANY(${[...values]}::${Prisma.raw(type)}[])`]

/** As a condition on `helm_release h`, where each part can use an index. */
function matchSql(match: ReleaseMatch): Prisma.Sql {
  const chartConditions = (match.charts ?? []).flatMap(({ chartName, chartVersion }) =>
    chartName === null
      ? []
      : [Prisma.sql`(h.chart_name = ${chartName} AND h.chart_version = ${chartVersion})`],
  )
  const unnamed = (match.charts ?? []).flatMap(({ chartName, chartVersion }) =>
    chartName === null ? [chartVersion] : [],
  )
  const parts = [
    ...isAmong("h.id", "uuid", match.releaseIds),
    ...isAmong("h.tenant_id", "uuid", match.tenantIds),
    ...isAmong("h.chart_name", "text", match.chartNames),
    ...isAmong("h.app_version", "text", match.appVersions),
    ...isAmong("h.chart_version", "text", unnamed),
    ...chartConditions,
  ]
  return parts.length === 0 ? Prisma.sql`false` : Prisma.sql`(${Prisma.join(parts, " OR ")})`
}

/** The caller's tenant limit, and installed releases only, as a condition on `helm_release h`. */
export function visibleInstalledSql(actor: Actor): Prisma.Sql {
  return Prisma.sql`${installedSql} AND ${visibleTo(actor).tenants.sql(Prisma.sql`h.tenant_id`)}`
}
