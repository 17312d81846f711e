import { auditEntry } from "@/lib/identity/audit/append-audit"
import type { Actor } from "@/lib/identity/auth/actor"
import type { EnvironmentRef } from "@/lib/ledger/environments/environment-ref"
import { isUniqueViolation } from "@/lib/platform/db/database-errors"
import { afterCommit, db } from "@/lib/platform/db/transaction"
import { notifyListeners } from "@/lib/platform/events/notify-listeners"
import { rowOf } from "./import/columns"
import { externalIdConflict } from "./merge-deployment"
import type { NewDeployment } from "./new-deployment"
import { deploymentColumnsSql } from "./select-deployments"
import type { DeploymentWithEnvironment } from "./to-deployment"

export type Insertion = {
  /** No time was given: the database sets it while it holds the lane lock, so that records stay in order. */
  isNow: boolean
  /** The caller recomputes the lane afterwards, in the same transaction. */
  recomputes: boolean
}

/**
 * Inserts a new record and everything that belongs to it in one statement. Returns null, without inserting, if the
 * externalId exists or, unless `recomputes` is set, if other records of the lane must be recomputed. The rules are in
 * the database function record_deployment.
 */
export async function insertDeployment(
  actor: Actor,
  record: NewDeployment,
  environment: EnvironmentRef,
  { isNow, recomputes }: Insertion,
): Promise<DeploymentWithEnvironment | null> {
  const row = isNow ? { ...rowOf(record), deployed_at: null } : rowOf(record)
  const entry = auditEntry(actor, {
    action: "deployment.recorded",
    subjectType: "deployment",
    subjectId: record.id,
    detail: {
      application: record.application,
      environment: environment.name,
      imageTag: record.imageTag,
      status: record.status,
    },
  })
  const [stored] = await db().$queryRaw<DeploymentWithEnvironment[]>`
      SELECT ${deploymentColumnsSql}
      FROM record_deployment(${JSON.stringify(row)}::json, ${JSON.stringify(entry)}::json, ${recomputes}) d
      JOIN environment e ON e.id = d.environment_id`.catch((error: unknown) => {
    // The function already checked this lane, so another lane is recording the same externalId concurrently.
    if (isUniqueViolation(error)) throw externalIdConflict("is for another application or environment")
    throw error
  })
  if (stored === undefined) return null
  afterCommit(notifyListeners)
  return stored
}
