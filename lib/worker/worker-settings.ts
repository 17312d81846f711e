import { defaultWatch, type WatchSettings } from "@/lib/fleet/cluster-watch/watch-settings"
import { leaseSeconds, workerConcurrency } from "@/lib/platform/env"

/** The timing of a worker. Everything is derived from the lease, so that tests can shorten it. */
export function workerSettings() {
  const lease = leaseSeconds()
  return {
    concurrency: workerConcurrency(),
    /** How long an operation stays with a worker that sends no heartbeat. */
    leaseSeconds: lease,
    /** How often a worker sends a heartbeat. */
    heartbeatMs: Math.round((lease * 1_000) / 3),
    /** How often a worker looks for operations without a lease. */
    sweepMs: Math.round((lease * 1_000) / 3),
    /** How often the cluster is read while Helm waits. */
    watchMs: 1_000,
    /** How long to retry an unavailable cluster before an operation that has not started fails. */
    maxWaitSeconds: 2 * lease,
    /** How long a stopping worker lets Helm finish. */
    graceSeconds: Math.min(8, 2 * lease),
    watch: defaultWatch,
  }
}

/** `watch`: how this worker watches clusters; null if it does not. */
export type WorkerSettings = Omit<ReturnType<typeof workerSettings>, "watch"> & {
  watch: WatchSettings | null
}
