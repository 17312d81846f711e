import type { Actor } from "@/lib/identity/auth/actor"
import { db } from "@/lib/platform/db/transaction"
import { DomainError } from "@/lib/platform/errors"
import { annulledConflict } from "./annulled-conflict"
import type { Annulment, DeploymentWithEnvironment } from "./to-deployment"

/** Restricts a query to the environments the caller can see. */
export function visibleTo(actor: Actor): { environmentId?: { in: string[] } } {
  return actor.environmentIds === null ? {} : { environmentId: { in: [...actor.environmentIds] } }
}

/** The stored row; 404 also when it is outside the caller's environments, 409 when it is annulled. */
export async function findDeployment(actor: Actor, id: string): Promise<DeploymentWithEnvironment> {
  const { annulledAt, annulledBy: _by, annulReason: _reason, ...row } = await findWithAnnulled(actor, id)
  if (annulledAt !== null) throw annulledConflict()
  return row
}

export type FoundDeployment = DeploymentWithEnvironment & Annulment

/** The stored row, annulled or not; 404 also when it is outside the caller's environments. */
export async function findWithAnnulled(actor: Actor, id: string): Promise<FoundDeployment> {
  const query = { where: { id, ...visibleTo(actor) }, include: { environment: true } }
  const row = await db().deployment.findFirst(query)
  if (row !== null) return { ...row, annulledAt: null, annulledBy: null, annulReason: null }
  const annulled = await db().annulledDeployment.findFirst(query)
  if (annulled === null) throw new DomainError("not_found", `There is no deployment ${id}.`)
  return annulled
}
