import { staleMs } from "@/lib/fleet/releases/helm-status"

/** The intervals of a cluster watch; tests use shorter ones. */
export const defaultWatch = {
  /** How long a cluster stays with a worker that does not renew its lease. */
  leaseSeconds: 6,
  /** How often the worker renews its lease, and others check for expired ones. */
  beatMs: 2_000,
  /** Changes of one release within this time are processed together. */
  debounceMs: 250,
  /** How soon a release is read again while Slipway changes it. */
  busyMs: 2_000,
  /** How often everything is listed again, regardless of the watch. */
  resyncMs: 300_000,
  /** How often namespaces are listed where the cluster does not allow watching all of them. */
  pollMs: 10_000,
  /** How often the cluster's reachability is checked. */
  probeMs: 10_000,
  /** A watch that is silent for this long is considered dead; clusters send bookmarks every minute. */
  quietMs: 100_000,
  /** A revision that is pending for longer was left by a Helm process that was killed. */
  staleMs,
  firstWaitMs: 500,
  maxWaitMs: 15_000,
}
export type WatchSettings = typeof defaultWatch

/** Exponential backoff with jitter: between half the delay and all of it. */
export function waitAfter(failures: number, settings: WatchSettings, random = Math.random()): number {
  const { firstWaitMs, maxWaitMs } = settings
  const fullDelay = Math.min(maxWaitMs, firstWaitMs * 2 ** Math.max(0, failures - 1))
  return Math.round(fullDelay * (0.5 + random / 2))
}
