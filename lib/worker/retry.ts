import { setTimeout as sleep } from "node:timers/promises"
import { LeaseLost } from "@/lib/fleet/operations/lease"
import { KubernetesError } from "@/lib/kube/cluster/kubernetes-api"
import { readStoredRevision, type StoredRevision } from "@/lib/kube/cluster/read-stored-revision"
import { HelmError } from "@/lib/kube/helm/helm-error"
import { isDatabaseUnavailable } from "@/lib/platform/db/database-errors"
import { releaseIdentity, type Work } from "./work"

const firstMs = 250
const maxMs = 5_000

/** This worker stops. Another worker continues the operation without loss. */
export class HandedOver extends Error {
  constructor() {
    super("The worker is stopping; another continues.")
    this.name = "HandedOver"
  }
}

/** Transient failures: the cluster or the database is temporarily unavailable. */
export function isTransient(error: unknown): boolean {
  if (error instanceof HelmError) {
    return ["unreachable", "out_of_time", "unreadable", "killed", "cancelled"].includes(error.kind)
  }
  if (error instanceof KubernetesError) return isUnavailable(error)
  return isDatabaseUnavailable(error)
}

const isUnavailable = ({ status }: KubernetesError) => status === null || status === 429 || status >= 500

type Limits = {
  maxWaitSeconds?: number
  /** When this worker stops, no further attempt is started: another worker continues. */
  handsOver?: boolean
  onFailure?: (error: unknown) => void
}

/**
 * Retries with backoff while the failure is transient, until `maxWaitSeconds` have passed or the lease is lost. Throws the
 * last failure, LeaseLost or HandedOver.
 */
export async function retry<T>(
  work: Pick<Work, "operation" | "leased" | "stopping" | "settings">,
  attempt: () => Promise<T>,
  { maxWaitSeconds = work.settings.maxWaitSeconds, handsOver = false, onFailure }: Limits = {},
): Promise<T> {
  const { lost } = work.leased
  const until = Date.now() + maxWaitSeconds * 1_000
  const throwIfStopping = () => {
    if (handsOver && work.stopping.aborted) throw new HandedOver()
  }
  for (let wait = firstMs; ; wait = Math.min(2 * wait, maxMs)) {
    if (lost.aborted) throw new LeaseLost(work.operation.id)
    throwIfStopping()
    try {
      return await attempt()
    } catch (error) {
      if (!isTransient(error)) throw error
      // Checked before the timeout: the next worker retries a failure that occurs while this one stops.
      throwIfStopping()
      if (Date.now() + wait > until) throw error
      onFailure?.(error)
    }
    const signal = handsOver ? AbortSignal.any([lost, work.stopping]) : lost
    await sleep(wait, null, { signal }).catch(() => undefined)
  }
}

/** A revision from Helm's storage; null: Helm does not have it. */
export const readRevision = (work: Work, revision: number, limits?: Limits): Promise<StoredRevision | null> =>
  retry(work, () => readStoredRevision(work.api, { ...releaseIdentity(work), revision }), limits)

/** Waits, unless the lease is lost or this worker stops, in which case it throws LeaseLost or HandedOver. */
export async function pause({ operation, leased, stopping }: Work, milliseconds: number): Promise<void> {
  await sleep(milliseconds, null, { signal: AbortSignal.any([leased.lost, stopping]) }).catch(() => undefined)
  if (leased.isLost) throw new LeaseLost(operation.id)
  if (stopping.aborted) throw new HandedOver()
}
