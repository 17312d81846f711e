import type { Actor } from "@/lib/auth/actor"
import { db } from "@/lib/db/transaction"
import { DomainError } from "@/lib/errors"
import type { DeploymentWithEnvironment } from "./to-deployment"

/** What narrows every query to the environments the caller may know of. */
export function visibleTo(actor: Actor): { environmentId?: { in: string[] } } {
  return actor.environmentIds === null ? {} : { environmentId: { in: [...actor.environmentIds] } }
}

/** The stored row; 404 also for one outside the caller's environments. */
export async function findDeployment(actor: Actor, id: string): Promise<DeploymentWithEnvironment> {
  const row = await db().deployment.findFirst({
    where: { id, ...visibleTo(actor) },
    include: { environment: true },
  })
  if (row === null) throw new DomainError("not_found", `There is no deployment ${id}.`)
  return row
}
