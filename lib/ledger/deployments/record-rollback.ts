import type { Actor } from "@/lib/identity/auth/actor"
import { retryIfArchived } from "@/lib/ledger/environments/resolve-environment"
import { db, transaction } from "@/lib/platform/db/transaction"
import { findDeployment } from "./find-deployment"
import { type Recorded, recordDeployment } from "./record-deployment"
import type { Deployment, RecordDeployment } from "./schema"
import { applyDeploymentUpdate } from "./update-deployment"

/** Records a deployment, and marks the version that it replaces as rolled back. Repeating it changes nothing. */
export function recordRollback(actor: Actor, input: RecordDeployment): Promise<Recorded> {
  return retryIfArchived(() =>
    transaction(async () => {
      const recorded = await recordDeployment(actor, input)
      if (recorded.created) await markReplaced(actor, recorded.deployment)
      return recorded
    }),
  )
}

/** Recording has locked the lane. */
async function markReplaced(actor: Actor, deployment: Deployment): Promise<void> {
  const { application, environment, imageTag, previousImageTag, deployedAt } = deployment
  if (previousImageTag === null || previousImageTag === imageTag) return
  const replaced = await db().deployment.findFirst({
    where: {
      application,
      environment: { name: environment },
      imageTag: previousImageTag,
      status: "DEPLOYED",
      deployedAt: { lte: new Date(deployedAt) },
    },
    orderBy: [{ deployedAt: "desc" }, { seq: "desc" }],
    select: { id: true },
  })
  if (replaced === null) return
  await applyDeploymentUpdate(actor, await findDeployment(actor, replaced.id), {
    status: "ROLLED_BACK",
    rolledBackAt: new Date(deployedAt),
    rollbackReason: `Rolled back to ${imageTag}.`,
  })
}
