import { abandonedMs } from "@/lib/fleet/releases/helm-words"

/** How the watch of a cluster keeps time; tests have it quicker. */
export type WatchSettings = {
  /** How long a cluster stays with a worker that says nothing. */
  leaseSeconds: number
  /** How often that worker says that it lives, and others look whether it does. */
  beatMs: number
  /** What happens to one release within this time is looked at once. */
  settleMs: number
  /** How soon a release is looked at again while a change of Slipway's own runs. */
  busyMs: number
  /** How often everything is listed anew, whatever the watch said. */
  resyncMs: number
  /** How often namespaces are listed where the cluster lets nobody watch all of them. */
  pollMs: number
  /** How often the cluster is asked whether it is there. */
  probeMs: number
  /** A watch without any word for as long is taken for dead; clusters send bookmarks each minute. */
  quietMs: number
  /** A revision that is pending for longer was left by a Helm that was killed. */
  abandonedMs: number
  firstWaitMs: number
  longestWaitMs: number
}

export const usualWatch: WatchSettings = {
  leaseSeconds: 6,
  beatMs: 2_000,
  settleMs: 250,
  busyMs: 2_000,
  resyncMs: 300_000,
  pollMs: 10_000,
  probeMs: 10_000,
  quietMs: 100_000,
  abandonedMs,
  firstWaitMs: 500,
  longestWaitMs: 15_000,
}

/** Ever longer, and never for two at the same time: somewhere between half and all of it. */
export function waitAfter(failures: number, settings: WatchSettings, random = Math.random()): number {
  const { firstWaitMs, longestWaitMs } = settings
  const full = Math.min(longestWaitMs, firstWaitMs * 2 ** Math.max(0, failures - 1))
  return Math.round(full * (0.5 + random / 2))
}
