import { isPending } from "@/lib/fleet/releases/helm-words"
import type { WatchedRelease } from "@/lib/fleet/releases/watched-release"
import type { HelmSecret } from "@/lib/kube/cluster/helm-secrets"

/** `wait`: somebody outside is at work, and may be for so long. */
export type Verdict = { kind: "same" } | { kind: "look" } | { kind: "wait"; milliseconds: number }

const same: Verdict = { kind: "same" }
const look: Verdict = { kind: "look" }

/**
 * Whether what is recorded of a release can be what Helm has, told from the newest revision's metadata. Only what does
 * not fit is read in full. `newest` null: Helm has nothing of it.
 */
export function assessRelease(
  release: WatchedRelease,
  newest: HelmSecret | null,
  now: Date,
  abandonedMs: number,
): Verdict {
  if (newest === null || newest.status === "uninstalled") return look
  if (isPending[newest.status]) {
    const left = newest.changedAt.getTime() + abandonedMs - now.getTime()
    if (left > 0) return { kind: "wait", milliseconds: left }
    return release.stuckSince?.getTime() === newest.changedAt.getTime() ? same : look
  }
  if (newest.revision !== release.known || release.stuckSince !== null) return look
  if (isYounger(newest, release)) return look
  if (newest.status !== "deployed" && release.status === "DEPLOYED") return look
  return same
}

/**
 * Made after the revision of this number was recorded: the release may have been removed and installed anew. Where clocks
 * differ it is read in vain; what it says of itself decides.
 */
function isYounger(newest: HelmSecret, { knownAt }: WatchedRelease): boolean {
  return knownAt !== null && newest.madeAt.getTime() + secondMs > knownAt.getTime()
}

/** Kubernetes tells times in whole seconds, cut off. */
const secondMs = 1_000
