import { usualWatch, type WatchSettings } from "@/lib/fleet/cluster-watch/settings"
import { leaseSeconds, workerConcurrency } from "@/lib/platform/env"

/** The timing of a worker. Everything is derived from the lease, so that tests can shorten it. */
export type WorkerSettings = {
  concurrency: number
  /** How long an operation stays with a worker that sends no heartbeat. */
  leaseSeconds: number
  /** How often a worker sends a heartbeat. */
  heartbeatMs: number
  /** How often a worker looks for operations without a lease. */
  sweepMs: number
  /** How often the cluster is read while Helm waits. */
  watchMs: number
  /** How long to retry an unavailable cluster before an operation that has not started fails. */
  maxWaitSeconds: number
  /** How long a stopping worker lets Helm finish. */
  graceSeconds: number
  /** How this worker watches clusters; null if it does not. */
  watch: WatchSettings | null
}

export function workerSettings(): WorkerSettings {
  const lease = leaseSeconds()
  return {
    concurrency: workerConcurrency(),
    leaseSeconds: lease,
    heartbeatMs: Math.round((lease * 1_000) / 3),
    sweepMs: Math.round((lease * 1_000) / 3),
    watchMs: 1_000,
    maxWaitSeconds: 2 * lease,
    graceSeconds: Math.min(8, 2 * lease),
    watch: usualWatch,
  }
}
