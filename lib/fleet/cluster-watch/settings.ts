import { abandonedMs } from "@/lib/fleet/releases/helm-status"

/** The intervals of a cluster watch; tests use shorter ones. */
export type WatchSettings = {
  /** How long a cluster stays with a worker that does not renew its lease. */
  leaseSeconds: number
  /** How often the worker renews its lease, and others check for expired ones. */
  beatMs: number
  /** Changes of one release within this time are processed together. */
  debounceMs: number
  /** How soon a release is read again while Slipway changes it. */
  busyMs: number
  /** How often everything is listed again, regardless of the watch. */
  resyncMs: number
  /** How often namespaces are listed where the cluster does not allow watching all of them. */
  pollMs: number
  /** How often the cluster's reachability is checked. */
  probeMs: number
  /** A watch that is silent for this long is considered dead; clusters send bookmarks every minute. */
  quietMs: number
  /** A revision that is pending for longer was left by a Helm process that was killed. */
  abandonedMs: number
  firstWaitMs: number
  maxWaitMs: number
}

export const usualWatch: WatchSettings = {
  leaseSeconds: 6,
  beatMs: 2_000,
  debounceMs: 250,
  busyMs: 2_000,
  resyncMs: 300_000,
  pollMs: 10_000,
  probeMs: 10_000,
  quietMs: 100_000,
  abandonedMs,
  firstWaitMs: 500,
  maxWaitMs: 15_000,
}

/** Exponential backoff with jitter: between half the delay and all of it. */
export function waitAfter(failures: number, settings: WatchSettings, random = Math.random()): number {
  const { firstWaitMs, maxWaitMs } = settings
  const full = Math.min(maxWaitMs, firstWaitMs * 2 ** Math.max(0, failures - 1))
  return Math.round(full * (0.5 + random / 2))
}
