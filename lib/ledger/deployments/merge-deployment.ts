import type { Actor } from "@/lib/identity/auth/actor"
import { DomainError } from "@/lib/platform/errors"
import type { NewDeployment, ReportedDeployment } from "./new-deployment"
import type { DeploymentUpdate } from "./plan-update"
import type { Deployment, RecordDeployment } from "./schema"
import { mergedStatus } from "./status-transitions"
import type { DeploymentWithEnvironment } from "./to-deployment"
import { updateDeployment } from "./update-deployment"

const identity = ["application", "imageTag"] as const

type Identity = Pick<NewDeployment, (typeof identity)[number] | "environmentId">

/** Stores what a pipeline tells again of a deployment. The lane must be held by the caller. */
export async function mergeDeployment(
  actor: Actor,
  known: DeploymentWithEnvironment,
  told: RecordDeployment,
  environmentId: string,
): Promise<Deployment> {
  return updateDeployment(actor, known, mergedUpdate(known, told, environmentId))
}

/**
 * What a pipeline tells of a deployment it has recorded before under the same externalId. Fields it leaves out stay;
 * news of an earlier stage that arrives late turns nothing back and only fills what is not known yet. Throws a 409 where
 * the externalId names another deployment.
 */
export function mergedUpdate(
  known: NewDeployment,
  told: ReportedDeployment,
  environmentId: string,
): DeploymentUpdate {
  requireSameDeployment(known, told, environmentId)
  const {
    environment: _environment,
    application: _application,
    imageTag: _tag,
    externalId: _externalId,
    id: _id,
    attempt: _attempt,
    statusBeforeRollback: _before,
    startReported: _startReported,
    durationUnknown: _durationUnknown,
    rolledBackAt,
    ...fields
  } = told
  const status = mergedStatus(known.status, told.status)
  const update = { ...fields, status, rolledBackAt: rolledBackAt ?? undefined }
  if (status === told.status) return update
  const { deployedAt } = told
  const isStart = told.status === "PENDING" && deployedAt !== undefined
  return { ...unknownYet(known, update), deployedAt, ...(isStart && { startReported: true }) }
}

/** Without a completedAt: what was under way when it was told cannot have had one. */
function unknownYet(known: NewDeployment, update: DeploymentUpdate): DeploymentUpdate {
  const { completedAt: _completedAt, ...late } = update
  return Object.fromEntries(Object.entries(late).filter(([field]) => Reflect.get(known, field) === null))
}

/** Throws a 409 where a report is about another application, environment or image tag than what is known. */
export function requireSameDeployment(
  known: Identity,
  told: ReportedDeployment,
  environmentId: string,
): void {
  if (told.externalId === undefined) {
    const same = identity.every((field) => known[field] === told[field])
    if (!same || known.environmentId !== environmentId) throw idConflict()
    return
  }
  for (const field of identity) requireSame(field, known[field], told[field])
  if (known.environmentId !== environmentId)
    throw externalIdConflict(`was recorded for another environment than ${told.environment}`)
}

function requireSame(field: string, known: string, told: string): void {
  if (known === told) return
  throw externalIdConflict(`has the ${field} ${known}, not ${told}`)
}

/** Of a row of an import; says nothing of the other deployment, which the caller may not know of. */
export function idConflict(): DomainError {
  return new DomainError("conflict", "This id already names another deployment. Leave the id out.", {
    code: "id_conflict",
  })
}

/** `how` follows "already names a deployment that …". */
export function externalIdConflict(how: string): DomainError {
  return new DomainError(
    "conflict",
    `This externalId already names a deployment that ${how}. Use an externalId of its own.`,
    { code: "external_id_conflict" },
  )
}
