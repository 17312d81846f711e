import type { Actor } from "@/lib/auth/actor"
import { findDeployment } from "./find-deployment"
import type { Deployment } from "./schema"
import { toDeployment } from "./to-deployment"

export async function getDeployment(actor: Actor, id: string): Promise<Deployment> {
  return toDeployment(await findDeployment(actor, id))
}
