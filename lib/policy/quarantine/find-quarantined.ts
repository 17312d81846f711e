import { Prisma } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import { quarantinedVersion } from "./kinds"
import { type QuarantineReason, quarantinedBy } from "./reason"

/** The active quarantine of an image tag, as a condition on `quarantine q`. */
export const ofTagSql = (application: Prisma.Sql, imageTag: Prisma.Sql): Prisma.Sql => Prisma.sql`
  q.lifted_at IS NULL AND q.image_tag = ${imageTag} AND COALESCE(q.application = ${application}, true)`

/** The active quarantine of a chart version, as a condition on `quarantine q`. */
export const ofChartSql = (chartName: Prisma.Sql, chartVersion: Prisma.Sql): Prisma.Sql => Prisma.sql`
  q.lifted_at IS NULL AND q.chart_name = ${chartName} AND q.chart_version = ltrim(${chartVersion}, 'v')`

export type ChartVersion = { chartName: string; chartVersion: string }

/** Why a chart version must not be deployed, as a sentence; null: it may be. */
export async function quarantineOfChart({ chartName, chartVersion }: ChartVersion): Promise<string | null> {
  const row = await db().quarantine.findFirst({
    where: { chartName, chartVersion: quarantinedVersion(chartVersion), liftedAt: null },
  })
  return row && `${chartName} ${chartVersion} ${quarantinedBy(row)}`
}

export type FindQuarantine = (chartVersion: string) => QuarantineReason | null

/** Finds the active quarantines of a chart by version. */
export async function quarantinesOfChart(chartName: string): Promise<FindQuarantine> {
  const rows = await db().quarantine.findMany({ where: { chartName, liftedAt: null } })
  const byVersion = new Map(
    rows.map(({ chartVersion, reason, createdBy }) => [chartVersion, { reason, createdBy }]),
  )
  return (chartVersion) => byVersion.get(quarantinedVersion(chartVersion)) ?? null
}

/** The chart versions that must not be deployed. */
export async function listQuarantinedCharts(): Promise<ChartVersion[]> {
  const rows = await db().quarantine.findMany({
    where: { chartName: { not: null }, liftedAt: null },
    select: { chartName: true, chartVersion: true },
  })
  return rows.flatMap(({ chartName, chartVersion }) =>
    chartName === null || chartVersion === null ? [] : [{ chartName, chartVersion }],
  )
}
