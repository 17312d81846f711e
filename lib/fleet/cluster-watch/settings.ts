import { abandonedMilliseconds } from "@/lib/fleet/releases/helm-words"

/** How the watch of a cluster keeps time; tests have it quicker. */
export type WatchSettings = {
  /** How long a cluster stays with a worker that says nothing. */
  leaseSeconds: number
  /** How often that worker says that it lives, and others look whether it does. */
  beatMilliseconds: number
  /** What happens to one release within this time is looked at once. */
  settleMilliseconds: number
  /** How soon a release is looked at again while a change of Slipway's own runs. */
  busyMilliseconds: number
  /** How often everything is listed anew, whatever the watch said. */
  resyncMilliseconds: number
  /** How often namespaces are listed where the cluster lets nobody watch all of them. */
  pollMilliseconds: number
  /** How often the cluster is asked whether it is there. */
  probeMilliseconds: number
  /** A watch without any word for as long is taken for dead; clusters send bookmarks each minute. */
  quietMilliseconds: number
  /** A revision that is pending for longer was left by a Helm that was killed. */
  abandonedMilliseconds: number
  firstWaitMilliseconds: number
  longestWaitMilliseconds: number
}

export const usualWatch: WatchSettings = {
  leaseSeconds: 6,
  beatMilliseconds: 2_000,
  settleMilliseconds: 250,
  busyMilliseconds: 2_000,
  resyncMilliseconds: 300_000,
  pollMilliseconds: 10_000,
  probeMilliseconds: 10_000,
  quietMilliseconds: 100_000,
  abandonedMilliseconds,
  firstWaitMilliseconds: 500,
  longestWaitMilliseconds: 15_000,
}

/** Ever longer, and never for two at the same time: somewhere between half and all of it. */
export function waitAfter(failures: number, settings: WatchSettings, random = Math.random()): number {
  const { firstWaitMilliseconds, longestWaitMilliseconds } = settings
  const full = Math.min(longestWaitMilliseconds, firstWaitMilliseconds * 2 ** Math.max(0, failures - 1))
  return Math.round(full * (0.5 + random / 2))
}
