import { isDeepStrictEqual } from "node:util"
import type { Actor } from "@/lib/auth/actor"
import { invalid } from "@/lib/errors"
import { requireOrderlyTimes } from "./deployment-times"
import type { NewDeployment } from "./new-deployment"
import type { ChangeDeployment, DeploymentStatus } from "./schema"
import { finished, requireTransition } from "./status-transitions"

/** Fields left undefined stay as they are; null empties. */
export type DeploymentUpdate = ChangeDeployment & {
  deployedAt?: Date
  initiatedBy?: string
  rolledBackAt?: Date
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
  const deployedAt = update.deployedAt ?? known.deployedAt
  const completedAt = completedAtAfter(known, update, now)
  requireOrderlyTimes({ status, deployedAt, completedAt }, now)
  if (status !== "ROLLED_BACK") {
    if (update.rollbackReason)
      throw invalid("/rollbackReason", "rollbackReason needs the status ROLLED_BACK.")
    return { deployedAt, completedAt }
  }
  const rolledBackAt = update.rolledBackAt ?? known.rolledBackAt ?? later(now, deployedAt)
  if (rolledBackAt < deployedAt) throw invalid("/rolledBackAt", "rolledBackAt is before deployedAt.")
  return { deployedAt, completedAt, rolledBackAt, rolledBackBy: known.rolledBackBy ?? actor.name }
}

/** Now, for one that just finished; unknown for one that finished at a time of which only the beginning is told. */
function completedAtAfter(known: NewDeployment, update: PlannedUpdate, now: Date): Date | null {
  if (update.completedAt !== undefined) return update.completedAt
  const finishes = !finished[known.status] && finished[update.status]
  if (!finishes) return known.completedAt
  return update.deployedAt === undefined ? later(now, known.deployedAt) : null
}

function later(a: Date, b: Date): Date {
  return a > b ? a : b
}
