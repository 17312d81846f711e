import type { Actor } from "@/lib/identity/auth/actor"
import { resolveEnvironment } from "@/lib/ledger/environments/resolve-environment"
import { DomainError } from "@/lib/platform/errors"
import { decideGate, gateReason } from "./decide-gate"
import { readGateFacts } from "./read-gate-facts"
import type { GateAnswer, GateQuery } from "./schema"

/**
 * May this image tag be deployed there? Always an answer, also for an environment that is unknown to the caller: a
 * pipeline should read reasons, not guess from statuses.
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
