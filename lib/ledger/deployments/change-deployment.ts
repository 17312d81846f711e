import type { Actor } from "@/lib/identity/auth/actor"
import { transaction } from "@/lib/platform/db/transaction"
import { DomainError } from "@/lib/platform/errors"
import { etagMatches, etagOf } from "@/lib/platform/etag"
import { findDeployment } from "./find-deployment"
import { lockLane } from "./lane"
import type { ChangeDeployment, Deployment } from "./schema"
import { toDeployment } from "./to-deployment"
import { updateDeployment } from "./update-deployment"

/** Completes or annotates a deployment. `ifMatch` is the ETag the caller last saw; a mismatch is a 412. */
export async function changeDeployment(
  actor: Actor,
  id: string,
  change: ChangeDeployment,
  ifMatch: string | null = null,
): Promise<Deployment> {
  const lane = await findDeployment(actor, id)
  return transaction(async () => {
    await lockLane(lane)
    const known = await findDeployment(actor, id)
    if (ifMatch !== null && !etagMatches(ifMatch, etagOf(toDeployment(known)))) {
      throw new DomainError(
        "precondition_failed",
        "This deployment changed since you read it. Read it again first.",
      )
    }
    return updateDeployment(actor, known, change)
  })
}
