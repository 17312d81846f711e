import { usualWatch, type WatchSettings } from "@/lib/fleet/cluster-watch/settings"
import { leaseSeconds, workerConcurrency } from "@/lib/platform/env"

/** How a worker keeps time. Everything follows from the lease, so that tests can have it quick. */
export type WorkerSettings = {
  /** Operations at a time. */
  concurrency: number
  /** How long an operation stays with a worker that says nothing. */
  leaseSeconds: number
  /** How often a worker says that it lives. */
  heartbeatMs: number
  /** How often a worker looks for operations that nobody holds. */
  sweepMs: number
  /** How often the cluster is looked at while Helm waits. */
  watchMs: number
  /** How long a cluster that does not answer is asked again before an operation that has not begun fails. */
  patienceSeconds: number
  /** How long a worker that is told to stop lets Helm finish. */
  graceSeconds: number
  /** How it watches clusters; null: it leaves that to others. */
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
    patienceSeconds: 2 * lease,
    graceSeconds: Math.min(8, 2 * lease),
    watch: usualWatch,
  }
}
