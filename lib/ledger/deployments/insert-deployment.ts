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
  /** No time was told: the database says what time it is while it holds the lane, so that none comes out of order. */
  isNow: boolean
  /** The caller settles the lane afterwards, in the same transaction. */
  settles: boolean
}

/**
 * Stores a new record and all that belongs to it by one statement. Null, and nothing stored, where the externalId is known
 * or, without `settles`, where the lane must be settled for it. The rules are in the function record_deployment.
 */
export async function insertDeployment(
  actor: Actor,
  told: NewDeployment,
  environment: EnvironmentRef,
  { isNow, settles }: Insertion,
): Promise<DeploymentWithEnvironment | null> {
  const row = isNow ? { ...rowOf(told), deployed_at: null } : rowOf(told)
  const entry = auditEntry(actor, {
    action: "deployment.recorded",
    subjectType: "deployment",
    subjectId: told.id,
    detail: {
      application: told.application,
      environment: environment.name,
      imageTag: told.imageTag,
      status: told.status,
    },
  })
  const [stored] = await db().$queryRaw<DeploymentWithEnvironment[]>`
      SELECT ${deploymentColumnsSql}
      FROM record_deployment(${JSON.stringify(row)}::json, ${JSON.stringify(entry)}::json, ${settles}) d
      JOIN environment e ON e.id = d.environment_id`.catch((error: unknown) => {
    // Within a lane the function has looked: somebody records the same externalId in another one right now.
    if (isUniqueViolation(error)) throw externalIdConflict("is of another application or environment")
    throw error
  })
  if (stored === undefined) return null
  afterCommit(notifyListeners)
  return stored
}
