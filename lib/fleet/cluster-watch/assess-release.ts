import type { WatchedRelease } from "@/lib/fleet/cluster-watch/watched-release"
import { isPending } from "@/lib/fleet/releases/helm-status"
import type { HelmSecret } from "@/lib/kube/cluster/helm-secrets"

/** `wait`: a change outside Slipway is in progress and may take this long. */
export type Verdict = { kind: "match" } | { kind: "mismatch" } | { kind: "wait"; milliseconds: number }

const match: Verdict = { kind: "match" }
const mismatch: Verdict = { kind: "mismatch" }

/**
 * Whether the record of a release can match Helm's, by the metadata of its newest revision. Only on a mismatch is
 * the revision read in full. `newest` null: Helm has no revision.
 */
export function assessRelease(
  release: WatchedRelease,
  newest: HelmSecret | null,
  now: Date,
  abandonedMs: number,
): Verdict {
  if (newest === null || newest.status === "uninstalled") return mismatch
  if (isPending[newest.status]) {
    const left = newest.changedAt.getTime() + abandonedMs - now.getTime()
    if (left > 0) return { kind: "wait", milliseconds: left }
    return release.stuckSince?.getTime() === newest.changedAt.getTime() ? match : mismatch
  }
  if (newest.revision !== release.known || release.stuckSince !== null) return mismatch
  if (wasReinstalled(newest, release)) return mismatch
  if (newest.status !== "deployed" && release.status === "DEPLOYED") return mismatch
  return match
}

/**
 * Created after the revision of this number was recorded: the release may have been removed and installed again. With
 * clock skew it is read needlessly; its content decides.
 */
function wasReinstalled(newest: HelmSecret, { knownAt }: WatchedRelease): boolean {
  return knownAt !== null && newest.madeAt.getTime() + secondMs > knownAt.getTime()
}

/** Kubernetes timestamps are truncated to whole seconds. */
const secondMs = 1_000
