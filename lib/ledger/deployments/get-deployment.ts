import type { Actor } from "@/lib/identity/auth/actor"
import { findWithAnnulled } from "./find-deployment"
import type { Deployment } from "./schema"
import { toDeployment } from "./to-deployment"

/** One deployment, annulled or not. */
export async function getDeployment(actor: Actor, id: string): Promise<Deployment> {
  return toDeployment(await findWithAnnulled(actor, id))
}
