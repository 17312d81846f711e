import semver from "semver"
import { z } from "zod"
import type { Deployment as DeploymentRow } from "@/lib/platform/db/generated/client"
import { toInstant, toInstantOrNull } from "@/lib/platform/instant"
import { durationOf } from "./deployment-times"
import type { Deployment } from "./schema"
import { hasReached } from "./status-transitions"

export type DeploymentWithEnvironment = DeploymentRow & { environment: { name: string } }

/** The additional fields of an annulled record. */
export type Annulment = { annulledAt: Date | null; annulledBy: string | null; annulReason: string | null }

const storedServiceVersions = z.record(z.string(), z.string()).nullable()

/** Semantic version, a leading `v` allowed. */
export function isVersioned(imageTag: string): boolean {
  return semver.valid(imageTag) !== null
}

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
    isVersioned: isVersioned(row.imageTag),
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
