import { setTimeout as sleep } from "node:timers/promises"
import { LeaseLost } from "@/lib/fleet/operations/lease"
import { KubernetesError } from "@/lib/kube/cluster/kubernetes-api"
import { HelmError } from "@/lib/kube/helm/helm-error"
import { isDatabaseUnavailable } from "@/lib/platform/db/database-errors"

const firstMs = 250
const longestMs = 5_000

/** This worker stops, and another can go on from where it is: nothing is lost. */
export class HandedOver extends Error {
  constructor() {
    super("The worker stops; another goes on.")
    this.name = "HandedOver"
  }
}

/** Failures that pass by themselves: the cluster or the database is away for now. */
export function mayPass(error: unknown): boolean {
  if (error instanceof HelmError) {
    return ["unreachable", "out_of_time", "unreadable", "killed", "cancelled"].includes(error.kind)
  }
  if (error instanceof KubernetesError) return isAway(error)
  return isDatabaseUnavailable(error)
}

const isAway = ({ status }: KubernetesError) => status === null || status === 429 || status >= 500

/**
 * Asks again, ever more slowly, while the failure may pass: until `patienceSeconds` are over, or the lease is lost. Throws
 * the last failure, or LeaseLost.
 */
export async function retry<T>(
  ask: () => Promise<T>,
  limits: {
    patienceSeconds: number
    lost: AbortSignal
    /** Aborted: somebody else shall go on, so this does not begin another time. */
    leave?: AbortSignal
    onFailure?: (error: unknown) => void
  },
): Promise<T> {
  const until = Date.now() + limits.patienceSeconds * 1_000
  for (let wait = firstMs; ; wait = Math.min(2 * wait, longestMs)) {
    if (limits.lost.aborted) throw new LeaseLost("of this worker")
    if (limits.leave?.aborted) throw new HandedOver()
    try {
      return await ask()
    } catch (error) {
      if (!mayPass(error)) throw error
      // Checked before the patience: a failure while this worker stops is for the next one to retry.
      if (limits.leave?.aborted) throw new HandedOver()
      if (Date.now() + wait > until) throw error
      limits.onFailure?.(error)
    }
    const signal = AbortSignal.any([limits.lost, ...(limits.leave === undefined ? [] : [limits.leave])])
    await sleep(wait, null, { signal }).catch(() => undefined)
  }
}
