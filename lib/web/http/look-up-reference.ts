import type { Actor } from "@/lib/identity/auth/actor"
import { DomainError, type FieldError } from "@/lib/platform/errors"
import type { Reference } from "@/lib/platform/references"

/** `beside`: the other fields of the same object, as they came. */
type LookUp = (actor: Actor, name: string, beside: object) => Promise<unknown>

// Loaded when they are needed: most routes never look anything up here.
const lookUps: Record<Reference, LookUp> = {
  environment: async (actor, name) =>
    (await import("@/lib/ledger/environments/resolve-environment")).resolveEnvironment(actor, name),
  tenant: async (actor, id) => (await import("@/lib/fleet/releases/plan-install")).findTenantNamed(actor, id),
  cluster: async (_actor, name) => (await import("@/lib/kube/cluster/choose-cluster")).chooseCluster(name),
  chart: async (_actor, name, beside) => {
    const version: unknown = Reflect.get(beside, "chartVersion")
    const { openReferredChart } = await import("@/lib/fleet/releases/chart-of-request")
    return typeof version === "string" ? openReferredChart(name, version) : undefined
  },
}

/** The faults of a field that names something unknown. */
export async function lookUpReference(
  actor: Actor,
  reference: Reference,
  name: string,
  beside: object,
): Promise<FieldError[]> {
  try {
    await lookUps[reference](actor, name, beside)
    return []
  } catch (error) {
    if (!(error instanceof DomainError)) throw error
    // What else may be wrong is said when the rest of the request is right.
    return error.kind === "invalid" ? (error.details.errors ?? []) : []
  }
}
