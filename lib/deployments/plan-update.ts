import { isDeepStrictEqual } from "node:util"
import type { Actor } from "@/lib/auth/actor"
import { invalid } from "@/lib/errors"
import { toInstant } from "@/lib/instant"
import { forgiveClockBehind, requireOrderlyTimes } from "./deployment-times"
import type { NewDeployment } from "./new-deployment"
import type { ChangeDeployment, DeploymentStatus } from "./schema"
import { finished, requireTransition } from "./status-transitions"

/** Fields left undefined stay as they are; null empties. */
export type DeploymentUpdate = ChangeDeployment & {
  deployedAt?: Date
  initiatedBy?: string
  rolledBackAt?: Date
  startReported?: boolean
}

type PlannedUpdate = DeploymentUpdate & { status: DeploymentStatus }

/**
 * What an update changes in a known deployment, times and rollback marks included; empty when nothing. Throws a 409 for
 * a status it cannot take and a 422 for times that contradict each other.
 */
export function planUpdate(
  actor: Actor,
  known: NewDeployment,
  update: DeploymentUpdate,
  now: Date,
): Partial<NewDeployment> {
  const status = update.status ?? known.status
  requireTransition(known.status, status)
  const wanted = { ...update, ...timesAfter(actor, known, { ...update, status }, now) }
  const changed = Object.entries(wanted).filter(
    ([field, value]) => value !== undefined && !isDeepStrictEqual(Reflect.get(known, field), value),
  )
  return Object.fromEntries(changed)
}

/** The times and rollback marks that follow from the new status; throws a 422 where they contradict each other. */
function timesAfter(actor: Actor, known: NewDeployment, update: PlannedUpdate, now: Date) {
  const { status } = update
  const start = startAfter(known, update)
  const completedAt = forgiveClockBehind(completedAtAfter(known, update, now), start)
  requireStartNotAfter(update, "completedAt", start.deployedAt, completedAt)
  requireOrderlyTimes({ status, deployedAt: start.deployedAt, completedAt }, now)
  const isFilledIn =
    update.completedAt === undefined && completedAt?.getTime() !== known.completedAt?.getTime()
  const times = {
    ...start,
    completedAt,
    completedAtGiven: update.completedAt ? true : isFilledIn ? false : known.completedAtGiven,
    startReported: known.startReported || update.startReported === true || finishes(known, update),
  }
  if (status !== "ROLLED_BACK") {
    if (update.rollbackReason)
      throw invalid("/rollbackReason", "rollbackReason needs the status ROLLED_BACK.")
    return times
  }
  const rolledBackAt = update.rolledBackAt ?? known.rolledBackAt ?? later(now, start.deployedAt)
  requireStartNotAfter(update, "rolledBackAt", start.deployedAt, rolledBackAt)
  if (rolledBackAt < start.deployedAt) throw invalid("/rolledBackAt", "rolledBackAt is before deployedAt.")
  const statusBeforeRollback = known.status === status ? known.statusBeforeRollback : known.status
  return { ...times, rolledBackAt, rolledBackBy: known.rolledBackBy ?? actor.name, statusBeforeRollback }
}

/** A start that no message reported is no later than the end that is reported now. */
function startAfter(known: NewDeployment, { deployedAt, completedAt }: PlannedUpdate) {
  if (deployedAt !== undefined) return { deployedAt, deployedAtGiven: true }
  const { deployedAtGiven, startReported } = known
  if (completedAt && !deployedAtGiven && !startReported)
    return { deployedAt: completedAt, deployedAtGiven: false }
  return { deployedAt: known.deployedAt, deployedAtGiven }
}

/** Now, for one that just finished; unknown for one that finished at a time of which only the beginning is told. */
function completedAtAfter(known: NewDeployment, update: PlannedUpdate, now: Date): Date | null {
  if (update.completedAt !== undefined) return update.completedAt
  if (finishes(known, update)) return update.deployedAt === undefined ? later(now, known.deployedAt) : null
  const wasFilledIn = !known.completedAtGiven && !known.startReported
  return wasFilledIn && update.deployedAt !== undefined ? null : known.completedAt
}

function finishes(known: NewDeployment, { status }: PlannedUpdate): boolean {
  return !finished[known.status] && finished[status]
}

/** A start that is moved must not pass a time that stays. */
function requireStartNotAfter(
  update: DeploymentUpdate,
  field: "completedAt" | "rolledBackAt",
  deployedAt: Date,
  at: Date | null,
): void {
  if (update.deployedAt === undefined || update[field] !== undefined || at === null || deployedAt <= at)
    return
  throw invalid("/deployedAt", `deployedAt is after ${field} (${toInstant(at)}), which stays. Check both.`)
}

function later(a: Date, b: Date): Date {
  return a > b ? a : b
}
