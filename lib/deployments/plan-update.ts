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
function timesAfter(
  actor: Actor,
  known: NewDeployment,
  update: DeploymentUpdate & { status: DeploymentStatus },
  now: Date,
) {
  const { status } = update
  const deployedAt = update.deployedAt ?? known.deployedAt
  const completesNow = !finished[known.status] && finished[status] && update.completedAt === undefined
  const completedAt = completesNow
    ? new Date(Math.max(now.getTime(), deployedAt.getTime()))
    : update.completedAt === undefined
      ? known.completedAt
      : update.completedAt
  requireOrderlyTimes({ status, deployedAt, completedAt }, now)
  if (update.rolledBackAt !== undefined && update.rolledBackAt < deployedAt) {
    throw invalid("/rolledBackAt", "rolledBackAt is before deployedAt.")
  }
  const marks =
    status === "ROLLED_BACK" && known.status !== "ROLLED_BACK"
      ? { rolledBackAt: update.rolledBackAt ?? now, rolledBackBy: actor.name }
      : {}
  return { deployedAt, completedAt, ...marks }
}
