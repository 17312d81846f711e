import { isManaged, listWatched } from "@/lib/fleet/cluster-watch/watched-release"
import type { HelmSecret } from "@/lib/kube/cluster/helm-secrets"
import { assessRelease } from "./assess-release"
import { type Inventory, type Key, textOf } from "./inventory"
import { isInstalled, replaceUnmanaged } from "./save-unmanaged"

const rowsAtOnce = 1_000

export type Differences = {
  /** Managed releases that differ from their record, or that are being changed, with when to look at each. */
  releases: { key: Key; milliseconds: number }[]
  /** Other releases whose chart is still to be looked up. */
  charts: Key[]
}

/** Compares all records of a cluster with Helm's releases there, and stores those that Slipway does not manage. */
export async function compareEverything(
  cluster: string,
  inventory: Inventory,
  abandonedMs: number,
): Promise<Differences> {
  const managed = new Set<string>()
  const releases: Differences["releases"] = []
  const now = new Date()
  for (let after: string | null = null; ; ) {
    const rows = await listWatched(cluster, after, rowsAtOnce)
    for (const row of rows) {
      if (!isManaged(row)) continue
      managed.add(textOf(row))
      if (!inventory.covers(row.namespace)) continue
      const { namespace, releaseName } = row
      const key = { namespace, releaseName }
      const verdict = assessRelease(row, inventory.newest(key), now, abandonedMs)
      if (row.busy || verdict.kind === "mismatch") releases.push({ key, milliseconds: 0 })
      else if (verdict.kind === "wait") releases.push({ key, milliseconds: verdict.milliseconds })
    }
    if (rows.length < rowsAtOnce) break
    after = rows.at(-1)?.id ?? null
  }
  const others: HelmSecret[] = []
  for (const newest of inventory.all()) {
    if (isInstalled(newest) && !managed.has(`${newest.namespace}/${newest.release}`)) others.push(newest)
  }
  return { releases, charts: await replaceUnmanaged(cluster, others) }
}
