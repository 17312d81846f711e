import type { Actor } from "@/lib/identity/auth/actor"
import { withAnnulled } from "@/lib/ledger/deployments/with-annulled"
import type { EnvironmentRef } from "@/lib/ledger/environments/environment-ref"
import { readAllEnvironments, readLiveEnvironments } from "@/lib/ledger/environments/read-environments"
import { resolveOptionalEnvironment } from "@/lib/ledger/environments/resolve-environment"
import { toInstant } from "@/lib/platform/instant"
import { type RunningDeployment, readRunning } from "./read-running"
import type { Running, StateEntry, StateQuery } from "./schema"

/** What runs where, now or at a past instant. */
export function listState(actor: Actor, query: StateQuery): Promise<StateEntry[]> {
  return withAnnulled(query.includeAnnulled, () => readState(actor, query))
}

async function readState(actor: Actor, query: StateQuery): Promise<StateEntry[]> {
  const requested = await resolveOptionalEnvironment(actor, query.environment)
  const at = query.at ?? null
  const places =
    requested === null ? await readLiveEnvironments(actor, at) : await membersOf(actor, requested)
  const running = await readRunning(places, at)
  return running.map((one) => ({
    application: one.application,
    environment: one.environment,
    ...toRunning(one),
  }))
}

/** An environment and, for a family, each of its members. */
async function membersOf(actor: Actor, requested: EnvironmentRef): Promise<EnvironmentRef[]> {
  if (requested.ids.length === 1) return [requested]
  return (await readAllEnvironments(actor)).filter(({ id }) => requested.ids.includes(id))
}

export function toRunning({
  imageTag,
  artifactDigest,
  gitCommit,
  deploymentId,
  deployedAt,
  serviceVersions,
}: RunningDeployment): Running {
  return {
    imageTag,
    artifactDigest,
    gitCommit,
    deploymentId,
    deployedAt: toInstant(deployedAt),
    serviceVersions,
  }
}
