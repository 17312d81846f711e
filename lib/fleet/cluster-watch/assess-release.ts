import { isPending } from "@/lib/fleet/releases/helm-status"
import type { HelmSecret } from "@/lib/kube/cluster/helm-secrets"
import type { ReleaseKey } from "@/lib/kube/helm/schema"
import { formatKey, type Inventory } from "./inventory"
import { isInstalled, replaceUnmanaged } from "./save-unmanaged"
import { isManaged, listWatched, type WatchedRelease } from "./watched-release"

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
  staleMs: number,
): Verdict {
  if (newest === null || newest.status === "uninstalled") return mismatch
  if (isPending[newest.status]) {
    const remainingMs = newest.changedAt.getTime() + staleMs - now.getTime()
    if (remainingMs > 0) return { kind: "wait", milliseconds: remainingMs }
    return release.stuckSince?.getTime() === newest.changedAt.getTime() ? match : mismatch
  }
  if (newest.revision !== release.lastRevision || release.stuckSince !== null) return mismatch
  if (wasReinstalled(newest, release)) return mismatch
  if (newest.status !== "deployed" && release.status === "DEPLOYED") return mismatch
  return match
}

/**
 * Created after the revision of this number was recorded: the release may have been removed and installed again. With
 * clock skew it is read needlessly; its content decides.
 */
function wasReinstalled(newest: HelmSecret, { knownAt }: WatchedRelease): boolean {
  return knownAt !== null && newest.createdAt.getTime() + secondMs > knownAt.getTime()
}

/** Kubernetes timestamps are truncated to whole seconds. */
const secondMs = 1_000

const rowsAtOnce = 1_000

export type Differences = {
  /** Managed releases that differ from their record, or are being changed, with the time to check each. */
  releases: { key: ReleaseKey; milliseconds: number }[]
  /** Unmanaged releases whose chart has not been looked up yet. */
  charts: ReleaseKey[]
}

/** Compares all records of a cluster with Helm's releases there, and stores those that Slipway does not manage. */
export async function compareEverything(
  cluster: string,
  inventory: Inventory,
  staleMs: number,
): Promise<Differences> {
  const managed = new Set<string>()
  const releases: Differences["releases"] = []
  const now = new Date()
  for (let after: string | null = null; ; ) {
    const rows = await listWatched(cluster, after, rowsAtOnce)
    for (const row of rows) {
      if (!isManaged(row)) continue
      managed.add(formatKey(row))
      if (!inventory.covers(row.namespace)) continue
      const verdict = assessRelease(row, inventory.newest(row), now, staleMs)
      if (row.busy || verdict.kind === "mismatch") releases.push({ key: row, milliseconds: 0 })
      else if (verdict.kind === "wait") releases.push({ key: row, milliseconds: verdict.milliseconds })
    }
    if (rows.length < rowsAtOnce) break
    after = rows.at(-1)?.id ?? null
  }
  const unmanaged: HelmSecret[] = []
  for (const newest of inventory.all()) {
    if (isInstalled(newest) && !managed.has(formatKey(newest))) unmanaged.push(newest)
  }
  return { releases, charts: await replaceUnmanaged(cluster, unmanaged) }
}
