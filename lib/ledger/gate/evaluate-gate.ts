import type { Actor } from "@/lib/identity/auth/actor"
import { resolveEnvironment } from "@/lib/ledger/environments/resolve-environment"
import { DomainError } from "@/lib/platform/errors"
import { decideGate, gateReason } from "./decide-gate"
import { readGateFacts } from "./read-gate-facts"
import type { GateAnswer, GateQuery } from "./schema"

/**
 * Whether an image tag may be deployed to an environment. Always returns an answer, even if the environment is unknown
 * to the caller, so that a pipeline gets reasons instead of a bare status code.
 */
export async function evaluateGate(actor: Actor, query: GateQuery): Promise<GateAnswer> {
  try {
    const environment = await resolveEnvironment(actor, query.environment)
    return decideGate(await readGateFacts(environment, query.application, query.imageTag))
  } catch (error) {
    if (!(error instanceof DomainError) || error.details.code !== "unknown_environment") throw error
    return {
      allowed: false,
      reasons: [gateReason("unknown_environment", error.message)],
    }
  }
}
