import type { Actor } from "@/lib/auth/actor"
import { readLadder } from "@/lib/environments/read-ladder"
import { resolveOptionalEnvironment } from "@/lib/environments/resolve-environment"
import { toInstant } from "@/lib/instant"
import { type RunningDeployment, readRunning } from "./read-running"
import type { Running, StateEntry, StateQuery } from "./schema"

/** What runs where, now or as it was at an instant. */
export async function listState(actor: Actor, query: StateQuery): Promise<StateEntry[]> {
  const asked = await resolveOptionalEnvironment(actor, query.environment)
  const running = await readRunning(asked === null ? await readLadder(actor) : [asked], query.at ?? null)
  return running.map((one) => ({
    application: one.application,
    environment: one.environment,
    ...toRunning(one),
  }))
}

export function toRunning({
  imageTag,
  deploymentId,
  deployedAt,
  serviceVersions,
}: RunningDeployment): Running {
  return { imageTag, deploymentId, deployedAt: toInstant(deployedAt), serviceVersions }
}
