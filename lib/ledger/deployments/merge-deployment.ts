import { conflict, type DomainError } from "@/lib/platform/errors"
import type { NewDeployment } from "./columns"
import type { ReportedDeployment } from "./new-deployment"
import type { DeploymentUpdate } from "./plan-update"
import { mergedStatus } from "./status-transitions"

const identity = ["application", "imageTag"] as const

type Identity = Pick<NewDeployment, (typeof identity)[number] | "environmentId">

/**
 * The update that a repeated report makes to a deployment recorded under the same externalId. Omitted fields keep their
 * values. A late report of an earlier stage never reverts the status and only fills in missing fields. Throws a 409 if
 * the externalId belongs to another deployment.
 */
export function mergedUpdate(
  stored: NewDeployment,
  reported: ReportedDeployment,
  environmentId: string,
): DeploymentUpdate {
  requireSameDeployment(stored, reported, environmentId)
  const {
    environment: _environment,
    application: _application,
    imageTag: _tag,
    externalId: _externalId,
    id: _id,
    attempt: _attempt,
    statusBeforeRollback: _before,
    startReported: _startReported,
    rolledBackAt,
    ...fields
  } = reported
  const status = mergedStatus(stored.status, reported.status)
  const update = { ...newTimes(stored, fields), status, rolledBackAt: rolledBackAt ?? undefined }
  if (status === reported.status) return update
  const { deployedAt } = reported
  const isStart = reported.status === "PENDING" && deployedAt !== undefined
  return { ...onlyMissing(stored, update), deployedAt, ...(isStart && { startReported: true }) }
}

/** Omits times that an exported row repeats although they do not measure the duration. */
function newTimes(stored: NewDeployment, fields: DeploymentUpdate): DeploymentUpdate {
  if (fields.durationUnknown !== true) return fields
  const repeated = (["deployedAt", "completedAt"] as const).filter(
    (field) => fields[field]?.getTime() === stored[field]?.getTime(),
  )
  return { ...fields, ...Object.fromEntries(repeated.map((field) => [field, undefined])) }
}

/** Drops completedAt: a report sent while the deployment was in progress cannot have one. */
function onlyMissing(stored: NewDeployment, update: DeploymentUpdate): DeploymentUpdate {
  const { completedAt: _completedAt, ...missingFields } = update
  return Object.fromEntries(
    Object.entries(missingFields).filter(([field]) => Reflect.get(stored, field) === null),
  )
}

/** Throws a 409 if a report names another application, environment or image tag than the stored deployment. */
export function requireSameDeployment(
  stored: Identity,
  reported: ReportedDeployment,
  environmentId: string,
): void {
  if (reported.externalId === undefined) {
    const isSame = identity.every((field) => stored[field] === reported[field])
    if (!isSame || stored.environmentId !== environmentId) throw idConflict()
    return
  }
  for (const field of identity) requireSame(field, stored[field], reported[field])
  if (stored.environmentId !== environmentId)
    throw externalIdConflict(`is recorded for another environment than ${reported.environment}`)
}

function requireSame(field: string, stored: string, reported: string): void {
  if (stored === reported) return
  throw externalIdConflict(`has the ${field} ${stored}, not ${reported}`)
}

/** Reveals nothing about the other deployment, which the caller may not be allowed to see. */
export function idConflict(): DomainError {
  return conflict("Another deployment already uses this id. Remove the id from the row.", "id_conflict")
}

/** `how` follows "already belongs to a deployment that …". */
export function externalIdConflict(how: string): DomainError {
  return conflict(
    `This externalId already belongs to a deployment that ${how}. Use a different externalId.`,
    "external_id_conflict",
  )
}
