import semver from "semver"
import { z } from "zod"
import type { Deployment as DeploymentRow } from "@/lib/db/generated/client"
import { secondsBetween, toInstant, toInstantOrNull } from "@/lib/instant"
import type { Deployment } from "./schema"

export type DeploymentWithEnvironment = DeploymentRow & { environment: { name: string } }

const storedServiceVersions = z.record(z.string(), z.string()).nullable()

/** Semantic version, a leading `v` allowed. */
export function isVersioned(imageTag: string): boolean {
  return semver.valid(imageTag) !== null
}

/** The one place where a row becomes the noun that answers. */
export function toDeployment(row: DeploymentWithEnvironment): Deployment {
  return {
    id: row.id,
    application: row.application,
    environment: row.environment.name,
    imageTag: row.imageTag,
    status: row.status,
    deployedAt: toInstant(row.deployedAt),
    completedAt: toInstantOrNull(row.completedAt),
    durationSeconds: row.completedAt === null ? null : secondsBetween(row.deployedAt, row.completedAt),
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
    isVersioned: isVersioned(row.imageTag),
    previousImageTag: row.previousImageTag,
    isRollback: row.isRollback,
    rolledBackAt: toInstantOrNull(row.rolledBackAt),
    rolledBackBy: row.rolledBackBy,
    rollbackReason: row.rollbackReason,
    recordedAt: toInstant(row.recordedAt),
    recordedBy: row.recordedBy,
  }
}
