import { isDeepStrictEqual } from "node:util"
import type { Actor } from "@/lib/identity/auth/actor"
import { rejectFields } from "@/lib/platform/collect-faults"
import type { FieldError } from "@/lib/platform/errors"
import { toInstant } from "@/lib/platform/instant"
import type { NewDeployment } from "./columns"
import { timeFaults, tolerateSlowClock } from "./deployment-times"
import type { DeploymentStatus, UpdateDeployment } from "./schema"
import { finished, requireTransition } from "./status-transitions"

/** Undefined fields keep their value; null clears it. */
export type DeploymentUpdate = UpdateDeployment & {
  deployedAt?: Date
  initiatedBy?: string
  rolledBackAt?: Date
  startReported?: boolean
  /** The times do not measure the duration. */
  durationUnknown?: boolean
}

type PlannedUpdate = DeploymentUpdate & { status: DeploymentStatus }

/**
 * The changes that an update makes to a stored deployment, including times and rollback marks; empty if there are none.
 * Throws a 409 for a disallowed status change and a 422 for contradictory times.
 */
export function planUpdate(
  actor: Actor,
  stored: NewDeployment,
  update: DeploymentUpdate,
  now: Date,
): Partial<NewDeployment> {
  const status = update.status ?? stored.status
  requireTransition(stored.status, status)
  const { durationUnknown: _durationUnknown, ...fields } = update
  const updated = { ...fields, ...timesAfter(actor, stored, { ...update, status }, now) }
  const changed = Object.entries(updated).filter(
    ([field, value]) => value !== undefined && !isDeepStrictEqual(Reflect.get(stored, field), value),
  )
  return Object.fromEntries(changed)
}

/** The times and rollback marks that result from the new status; throws a 422 if they contradict each other. */
function timesAfter(actor: Actor, stored: NewDeployment, update: PlannedUpdate, now: Date) {
  const { status } = update
  const start = startAfter(stored, update)
  const completedAt = tolerateSlowClock(completedAtAfter(stored, update, now), start)
  const isRolledBack = status === "ROLLED_BACK"
  const rolledBackAt = isRolledBack
    ? (update.rolledBackAt ?? stored.rolledBackAt ?? later(now, start.deployedAt))
    : null
  rejectFields(faultsOf(update, { status, deployedAt: start.deployedAt, completedAt, rolledBackAt }, now))
  const isFilledIn =
    update.completedAt === undefined && completedAt?.getTime() !== stored.completedAt?.getTime()
  const times = {
    ...start,
    completedAt,
    completedAtGiven: update.completedAt
      ? update.durationUnknown !== true
      : isFilledIn
        ? false
        : stored.completedAtGiven,
    startReported: stored.startReported || update.startReported === true || finishes(stored, update),
  }
  if (rolledBackAt === null) return times
  const statusBeforeRollback = stored.status === status ? stored.statusBeforeRollback : stored.status
  return { ...times, rolledBackAt, rolledBackBy: stored.rolledBackBy ?? actor.name, statusBeforeRollback }
}

/** An unreported start is clamped to the end that is now reported. */
function startAfter(stored: NewDeployment, { deployedAt, completedAt }: PlannedUpdate) {
  if (deployedAt !== undefined) return { deployedAt, deployedAtGiven: true }
  const { deployedAtGiven, startReported } = stored
  if (completedAt && !deployedAtGiven && !startReported)
    return { deployedAt: completedAt, deployedAtGiven: false }
  return { deployedAt: stored.deployedAt, deployedAtGiven }
}

/** Now, if the deployment just finished; null if it finished at an unknown time because only the start was reported. */
function completedAtAfter(stored: NewDeployment, update: PlannedUpdate, now: Date): Date | null {
  if (update.completedAt !== undefined) return update.completedAt
  if (finishes(stored, update)) return update.deployedAt === undefined ? later(now, stored.deployedAt) : null
  const wasFilledIn = !stored.completedAtGiven && !stored.startReported
  return wasFilledIn && update.deployedAt !== undefined ? null : stored.completedAt
}

function finishes(stored: NewDeployment, { status }: PlannedUpdate): boolean {
  return !finished[stored.status] && finished[status]
}

type TimesAfter = Pick<NewDeployment, "status" | "deployedAt" | "completedAt" | "rolledBackAt">

/** All faults in the times and the reason, with pointers into the update. */
function faultsOf(update: PlannedUpdate, times: TimesAfter, now: Date): FieldError[] {
  const passed = timesBeforeStart(update, times)
  const faults = timeFaults(times, now).filter(
    ({ pointer }) => !passed.some(({ field }) => pointer === `/${field}`),
  )
  for (const { field, at } of passed)
    faults.push({
      pointer: "/deployedAt",
      message: `deployedAt is after the existing ${field} (${toInstant(at)}). Check both.`,
    })
  if (times.rolledBackAt === null && update.rollbackReason)
    faults.push({ pointer: "/rollbackReason", message: "rollbackReason needs the status ROLLED_BACK." })
  return faults
}

/** The unchanged times that a moved start would be after. */
function timesBeforeStart(update: PlannedUpdate, times: TimesAfter) {
  if (update.deployedAt === undefined) return []
  return (["completedAt", "rolledBackAt"] as const).flatMap((field) => {
    const at = times[field]
    return update[field] === undefined && at !== null && at < times.deployedAt ? [{ field, at }] : []
  })
}

function later(a: Date, b: Date): Date {
  return a > b ? a : b
}
