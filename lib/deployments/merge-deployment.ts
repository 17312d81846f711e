import type { Actor } from "@/lib/auth/actor"
import { DomainError } from "@/lib/errors"
import type { Deployment, RecordDeployment } from "./schema"
import { mergedStatus } from "./status-transitions"
import type { DeploymentWithEnvironment } from "./to-deployment"
import { updateDeployment } from "./update-deployment"

const identity = ["application", "imageTag"] as const

/**
 * What a pipeline tells of a deployment it has recorded before under the same externalId. Fields it leaves out stay;
 * news of an earlier stage that arrives late does not turn the status back. The lane must be held by the caller.
 */
export async function mergeDeployment(
  actor: Actor,
  known: DeploymentWithEnvironment,
  told: RecordDeployment,
): Promise<Deployment> {
  for (const field of identity) requireSame(field, known[field], told[field])
  const {
    environment: _environment,
    application: _application,
    imageTag: _tag,
    externalId: _id,
    ...fields
  } = told
  const status = mergedStatus(known.status, told.status)
  const late = status !== told.status
  return updateDeployment(actor, known, {
    ...fields,
    status,
    completedAt: late ? undefined : fields.completedAt,
  })
}

function requireSame(field: string, known: string, told: string): void {
  if (known === told) return
  throw new DomainError(
    "conflict",
    `This externalId already names a deployment whose ${field} is ${known}, not ${told}. Use an externalId of its own.`,
    { code: "external_id_conflict" },
  )
}
