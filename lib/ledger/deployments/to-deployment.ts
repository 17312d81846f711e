import { z } from "zod"
import { type Deployment as DeploymentRow, Prisma } from "@/lib/platform/db/generated/client"
import { toInstant, toInstantOrNull } from "@/lib/platform/instant"
import { isVersion } from "@/lib/platform/semver/tag"
import { durationOf } from "./deployment-times"
import type { Deployment } from "./schema"
import { hasReached } from "./status-transitions"

export type DeploymentWithEnvironment = DeploymentRow & { environment: { name: string } }

/** The additional fields of an annulled record. */
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

/** The columns that `toDeployment` needs: every column of `deployment d` and the name of its `environment e`. */
export const deploymentColumnsSql = Prisma.sql`
  d.id, d.seq, d.application, d.environment_id AS "environmentId", d.image_tag AS "imageTag",
  d.status::text AS status, d.deployed_at AS "deployedAt", d.completed_at AS "completedAt",
  d.committed_at AS "committedAt", d.git_commit AS "gitCommit", d.git_branch AS "gitBranch",
  d.acr_registry AS "acrRegistry", d.helm_chart_version AS "helmChartVersion",
  d.service_versions AS "serviceVersions", d.artifact_digest AS "artifactDigest", d.run_url AS "runUrl", d.notes,
  d.initiated_by AS "initiatedBy", d.source, d.external_id AS "externalId",
  d.rolled_back_at AS "rolledBackAt", d.rolled_back_by AS "rolledBackBy", d.rollback_reason AS "rollbackReason",
  d.recorded_at AS "recordedAt", d.recorded_by AS "recordedBy", d.updated_at AS "updatedAt", d.version,
  d.previous_image_tag AS "previousImageTag", d.is_rollback AS "isRollback",
  d.is_first_arrival AS "isFirstArrival", d.undone_by_rollback AS "undoneByRollback",
  d.deployed_at_given AS "deployedAtGiven", d.completed_at_given AS "completedAtGiven",
  d.start_reported AS "startReported", d.status_before_rollback::text AS "statusBeforeRollback",
  d.attempt, d.previous_attempt_id AS "previousAttemptId",
  jsonb_build_object('name', e.name) AS environment`

/** The start of a query with rows for `toDeployment`, used where Prisma's own query would not guarantee the index. */
export const selectDeploymentsSql = Prisma.sql`
  SELECT ${deploymentColumnsSql} FROM deployment d JOIN environment e ON e.id = d.environment_id`

/** The columns of `Annulment`. */
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
