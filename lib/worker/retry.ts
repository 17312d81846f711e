import { setTimeout as sleep } from "node:timers/promises"
import { LeaseLost } from "@/lib/fleet/operations/lease"
import { KubernetesError } from "@/lib/kube/cluster/kubernetes-api"
import { HelmError } from "@/lib/kube/helm/helm-error"
import { isDatabaseUnavailable } from "@/lib/platform/db/database-errors"

const firstMs = 250
const maxMs = 5_000

/** This worker stops. Another worker continues the operation without loss. */
export class HandedOver extends Error {
  constructor() {
    super("The worker stops; another goes on.")
    this.name = "HandedOver"
  }
}

/** Transient failures: the cluster or the database is temporarily unavailable. */
export function mayPass(error: unknown): boolean {
  if (error instanceof HelmError) {
    return ["unreachable", "out_of_time", "unreadable", "killed", "cancelled"].includes(error.kind)
  }
  if (error instanceof KubernetesError) return isUnavailable(error)
  return isDatabaseUnavailable(error)
}

const isUnavailable = ({ status }: KubernetesError) => status === null || status === 429 || status >= 500

/**
 * Retries with backoff while the failure is transient, until `maxWaitSeconds` have passed or the lease is lost. Throws the
 * last failure, or LeaseLost.
 */
export async function retry<T>(
  ask: () => Promise<T>,
  limits: {
    maxWaitSeconds: number
    lost: AbortSignal
    /** Aborted when another worker is to continue: no further attempt is started. */
    leave?: AbortSignal
    onFailure?: (error: unknown) => void
  },
): Promise<T> {
  const until = Date.now() + limits.maxWaitSeconds * 1_000
  for (let wait = firstMs; ; wait = Math.min(2 * wait, maxMs)) {
    if (limits.lost.aborted) throw new LeaseLost("of this worker")
    if (limits.leave?.aborted) throw new HandedOver()
    try {
      return await ask()
    } catch (error) {
      if (!mayPass(error)) throw error
      // Checked before the timeout: the next worker retries a failure that occurs while this one stops.
      if (limits.leave?.aborted) throw new HandedOver()
      if (Date.now() + wait > until) throw error
      limits.onFailure?.(error)
    }
    const signal = AbortSignal.any([limits.lost, ...(limits.leave === undefined ? [] : [limits.leave])])
    await sleep(wait, null, { signal }).catch(() => undefined)
  }
}
