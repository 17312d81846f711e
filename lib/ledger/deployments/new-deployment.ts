import { v7 as uuidv7 } from "uuid"
import { type Actor, sourceOf } from "@/lib/identity/auth/actor"
import type { NewDeployment } from "./columns"
import { timesOfNewRecord } from "./deployment-times"
import type { DeploymentStatus, RecordDeployment } from "./schema"

/** A deployment as reported by a caller; an import row may carry additional fields. */
export type ReportedDeployment = RecordDeployment & {
  id?: string
  rolledBackAt?: Date | null
  rollbackReason?: string | null
  statusBeforeRollback?: DeploymentStatus
  startReported?: boolean
  durationUnknown?: boolean
}

/** Builds the record to store; throws a 422 if its times contradict each other. */
export function newDeployment(
  actor: Actor,
  reported: ReportedDeployment,
  environmentId: string,
  now: Date,
  id = reported.id ?? uuidv7(),
): NewDeployment {
  const times = timesOfNewRecord(reported, now)
  return {
    id,
    application: reported.application,
    environmentId,
    imageTag: reported.imageTag,
    status: reported.status,
    ...times,
    completedAtGiven: times.completedAtGiven && reported.durationUnknown !== true,
    startReported: reported.startReported ?? reported.status === "PENDING",
    statusBeforeRollback: reported.statusBeforeRollback ?? null,
    attempt: reported.attempt ?? 1,
    previousAttemptId: null,
    committedAt: reported.committedAt ?? null,
    gitCommit: reported.gitCommit ?? null,
    gitBranch: reported.gitBranch ?? null,
    acrRegistry: reported.acrRegistry ?? null,
    helmChartVersion: reported.helmChartVersion ?? null,
    serviceVersions: reported.serviceVersions ?? null,
    artifactDigest: reported.artifactDigest ?? null,
    runUrl: reported.runUrl ?? null,
    notes: reported.notes ?? null,
    initiatedBy: reported.initiatedBy ?? actor.name,
    source: sourceOf(actor),
    externalId: reported.externalId ?? null,
    rolledBackBy: times.rolledBackAt === null ? null : actor.name,
    rollbackReason: reported.rollbackReason ?? null,
    recordedBy: actor.name,
  }
}
