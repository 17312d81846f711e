import type { Actor } from "@/lib/identity/auth/actor"
import { findEnvironment } from "./find-environment"
import type { Environment } from "./schema"
import { toEnvironment } from "./to-environment"

/** Finds an environment by name or alias. */
export async function getEnvironment(actor: Actor, name: string): Promise<Environment> {
  return toEnvironment(await findEnvironment(actor, name))
}
