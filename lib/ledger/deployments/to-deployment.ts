import { z } from "zod"
import { type Deployment as DeploymentRow, Prisma } from "@/lib/platform/db/generated/client"
import { toInstant, toInstantOrNull } from "@/lib/platform/instant"
import { isVersion } from "@/lib/platform/semver/tag"
import { deploymentColumnsSql } from "./columns"
import { durationOf } from "./deployment-times"
import type { Deployment } from "./schema"
import { hasReached } from "./status-transitions"

export type DeploymentWithEnvironment = DeploymentRow & { environment: { name: string } }

export type Annulment = { annulledAt: Date | null; annulledBy: string | null; annulReason: string | null }

const storedServiceVersions = z.record(z.string(), z.string()).nullable()

/** The only place that maps a row to the API resource. */
export function toDeployment(row: DeploymentWithEnvironment & Partial<Annulment>): Deployment {
  const duration = durationOf(row)
  return {
    id: row.id,
    application: row.application,
    environment: row.environment.name,
    imageTag: row.imageTag,
    status: row.status,
    deployedAt: toInstant(row.deployedAt),
    completedAt: toInstantOrNull(row.completedAt),
    durationSeconds: duration.seconds,
    closedLate: duration.closedLate,
    committedAt: toInstantOrNull(row.committedAt),
    gitCommit: row.gitCommit,
    gitBranch: row.gitBranch,
    acrRegistry: row.acrRegistry,
    helmChartVersion: row.helmChartVersion,
    serviceVersions: storedServiceVersions.parse(row.serviceVersions),
    artifactDigest: row.artifactDigest,
    runUrl: row.runUrl,
    notes: row.notes,
    initiatedBy: row.initiatedBy,
    externalId: row.externalId,
    attempt: row.attempt,
    previousAttemptId: row.previousAttemptId,
    reached: hasReached(row),
    isVersioned: isVersion(row.imageTag),
    previousImageTag: row.previousImageTag,
    isRollback: row.isRollback,
    rolledBackAt: toInstantOrNull(row.rolledBackAt),
    rolledBackBy: row.rolledBackBy,
    rollbackReason: row.rollbackReason,
    recordedAt: toInstant(row.recordedAt),
    recordedBy: row.recordedBy,
    annulledAt: toInstantOrNull(row.annulledAt ?? null),
    annulledBy: row.annulledBy ?? null,
    annulReason: row.annulReason ?? null,
  }
}

/** The start of a query with rows for `toDeployment`, used where Prisma's own query would not guarantee the index. */
export const selectDeploymentsSql = Prisma.sql`
  SELECT ${deploymentColumnsSql} FROM deployment d JOIN environment e ON e.id = d.environment_id`

export const annulmentSql = Prisma.sql`
  d.annulled_at AS "annulledAt", d.annulled_by AS "annulledBy", d.annul_reason AS "annulReason"`
export const noAnnulmentSql = Prisma.sql`
  NULL::timestamptz AS "annulledAt", NULL::text AS "annulledBy", NULL::text AS "annulReason"`

/** Selects live and annulled deployments with the same columns, for a UNION of both. */
export const selectLiveSql = Prisma.sql`
  SELECT ${deploymentColumnsSql}, ${noAnnulmentSql}
  FROM deployment d JOIN environment e ON e.id = d.environment_id`
export const selectAnnulledSql = Prisma.sql`
  SELECT ${deploymentColumnsSql}, ${annulmentSql}
  FROM annulled_deployment d JOIN environment e ON e.id = d.environment_id`
