import { Prisma } from "@/lib/platform/db/generated/client"

/** Installed releases that match any of these; an empty match selects none. */
export type ReleaseMatch = {
  releaseIds?: readonly string[]
  tenantIds?: readonly string[]
  chartNames?: readonly string[]
  appVersions?: readonly string[]
  /** `chartName` null: of any chart. */
  charts?: readonly { chartName: string | null; chartVersion: string }[]
}

const among = (column: string, type: "uuid" | "text", values: readonly string[] = []) =>
  values.length === 0 ? [] : [Prisma.sql`${Prisma.raw(column)} = ANY(${[...values]}::${Prisma.raw(type)}[])`]

/** As a condition on `helm_release h`, where each part can use an index. */
export function matchSql(match: ReleaseMatch): Prisma.Sql {
  const named = (match.charts ?? []).flatMap(({ chartName, chartVersion }) =>
    chartName === null
      ? []
      : [Prisma.sql`(h.chart_name = ${chartName} AND h.chart_version = ${chartVersion})`],
  )
  const unnamed = (match.charts ?? []).flatMap(({ chartName, chartVersion }) =>
    chartName === null ? [chartVersion] : [],
  )
  const parts = [
    ...among("h.id", "uuid", match.releaseIds),
    ...among("h.tenant_id", "uuid", match.tenantIds),
    ...among("h.chart_name", "text", match.chartNames),
    ...among("h.app_version", "text", match.appVersions),
    ...among("h.chart_version", "text", unnamed),
    ...named,
  ]
  return parts.length === 0 ? Prisma.sql`false` : Prisma.sql`(${Prisma.join(parts, " OR ")})`
}

/** The caller's tenant limit, and installed releases only, as a condition on `helm_release h`. */
export function installedSql(tenantIds: readonly string[] | null): Prisma.Sql {
  return tenantIds === null
    ? Prisma.sql`h.status <> 'UNINSTALLED'`
    : Prisma.sql`h.status <> 'UNINSTALLED' AND h.tenant_id = ANY(${[...tenantIds]}::uuid[])`
}
