import { invalid } from "@/lib/errors"
import type { DeploymentStatus } from "./schema"
import { finished } from "./status-transitions"

const allowedAheadMs = 5 * 60_000

export type DeploymentTimes = { deployedAt: Date; completedAt: Date | null; rolledBackAt: Date | null }

type GivenTimes = {
  status: DeploymentStatus
  deployedAt?: Date
  completedAt?: Date | null
  rolledBackAt?: Date | null
}

/** A clock may be a little wrong; a 422 for more than that. */
export function requireNotAhead(field: string, at: Date, now: Date): void {
  if (at.getTime() <= now.getTime() + allowedAheadMs) return
  throw invalid(`/${field}`, `${field} is more than 5 minutes ahead. Check the pipeline's clock.`)
}

/** Checks one deployment's times against each other and the clock; throws a 422 with the pointer. */
export function requireOrderlyTimes(
  times: { status: DeploymentStatus; deployedAt: Date; completedAt: Date | null },
  now: Date,
): void {
  requireNotAhead("deployedAt", times.deployedAt, now)
  if (times.completedAt === null) return
  if (!finished[times.status]) {
    throw invalid("/completedAt", "completedAt must be absent while the deployment is PENDING.")
  }
  if (times.completedAt < times.deployedAt) {
    throw invalid("/completedAt", "completedAt is before deployedAt. Give both as they were.")
  }
  requireNotAhead("completedAt", times.completedAt, now)
}

/**
 * The times of a new record: with neither given a finished deployment happened now; with only deployedAt its duration
 * is unknown. One that arrives as rolled back was never current, as far as anybody was told.
 */
export function timesOfNewRecord(given: GivenTimes, now: Date): DeploymentTimes {
  const deployedAt = given.deployedAt ?? now
  const neither = given.deployedAt === undefined && (given.completedAt ?? null) === null
  const completedAt = given.completedAt ?? (neither && finished[given.status] ? now : null)
  requireOrderlyTimes({ status: given.status, deployedAt, completedAt }, now)
  const rolledBackAt =
    given.status === "ROLLED_BACK" ? (given.rolledBackAt ?? completedAt ?? deployedAt) : null
  if (rolledBackAt !== null && rolledBackAt < deployedAt) {
    throw invalid("/rolledBackAt", "rolledBackAt is before deployedAt.")
  }
  return { deployedAt, completedAt, rolledBackAt }
}
