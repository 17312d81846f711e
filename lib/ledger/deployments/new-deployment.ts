import { v7 as uuidv7 } from "uuid"
import { type Actor, sourceOf } from "@/lib/identity/auth/actor"
import type { Deployment as DeploymentRow } from "@/lib/platform/db/generated/client"
import { timesOfNewRecord } from "./deployment-times"
import type { DeploymentStatus, RecordDeployment } from "./schema"

/** What is known of a deployment before it has a place in its lane. */
export type NewDeployment = Omit<
  DeploymentRow,
  | "seq"
  | "recordedAt"
  | "updatedAt"
  | "version"
  | "previousImageTag"
  | "isRollback"
  | "isFirstArrival"
  | "undoneByRollback"
>

/** What a caller reports of a deployment; a row of an import may say more. */
export type ReportedDeployment = RecordDeployment & {
  id?: string
  rolledBackAt?: Date | null
  rollbackReason?: string | null
  statusBeforeRollback?: DeploymentStatus
  startReported?: boolean
  durationUnknown?: boolean
}

/** A new record as it will be stored; throws a 422 where its times contradict each other. */
export function newDeployment(
  actor: Actor,
  told: ReportedDeployment,
  environmentId: string,
  now: Date,
  id = told.id ?? uuidv7(),
): NewDeployment {
  const times = timesOfNewRecord(told, now)
  return {
    id,
    application: told.application,
    environmentId,
    imageTag: told.imageTag,
    status: told.status,
    ...times,
    completedAtGiven: times.completedAtGiven && told.durationUnknown !== true,
    startReported: told.startReported ?? told.status === "PENDING",
    statusBeforeRollback: told.statusBeforeRollback ?? null,
    attempt: told.attempt ?? 1,
    previousAttemptId: null,
    committedAt: told.committedAt ?? null,
    gitCommit: told.gitCommit ?? null,
    gitBranch: told.gitBranch ?? null,
    acrRegistry: told.acrRegistry ?? null,
    helmChartVersion: told.helmChartVersion ?? null,
    serviceVersions: told.serviceVersions ?? null,
    artifactDigest: told.artifactDigest ?? null,
    runUrl: told.runUrl ?? null,
    notes: told.notes ?? null,
    initiatedBy: told.initiatedBy ?? actor.name,
    source: sourceOf(actor),
    externalId: told.externalId ?? null,
    rolledBackBy: times.rolledBackAt === null ? null : actor.name,
    rollbackReason: told.rollbackReason ?? null,
    recordedBy: actor.name,
  }
}
