import { Prisma } from "@/lib/platform/db/generated/client"

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

/** The same for annulled deployments. */
export const selectAnnulledSql = Prisma.sql`
  SELECT ${deploymentColumnsSql}, d.annulled_at AS "annulledAt", d.annulled_by AS "annulledBy",
    d.annul_reason AS "annulReason"
  FROM annulled_deployment d JOIN environment e ON e.id = d.environment_id`
