import type { Actor } from "@/lib/identity/auth/actor"
import { db } from "@/lib/platform/db/transaction"
import { visibleTo } from "./find-deployment"

/** The first and last deployedAt visible to the caller; null if there are no deployments. */
export async function readExtent(actor: Actor): Promise<{ first: Date; last: Date } | null> {
  const { _min, _max } = await db().deployment.aggregate({
    where: visibleTo(actor),
    _min: { deployedAt: true },
    _max: { deployedAt: true },
  })
  return _min.deployedAt && _max.deployedAt ? { first: _min.deployedAt, last: _max.deployedAt } : null
}
