import { db } from "@/lib/platform/db/transaction"

export type WatchReport = {
  /** `NAMESPACES`: only tenant namespaces, since the cluster does not allow listing all. */
  scope: "CLUSTER" | "NAMESPACES" | null
  reachable: boolean
  version: string | null
  problem: string | null
  watchedSince: Date | null
  lastSeenAt: Date | null
  comparedAt: Date | null
}

export const initialWatchReport: WatchReport = {
  scope: null,
  reachable: false,
  version: null,
  problem: null,
  watchedSince: null,
  lastSeenAt: null,
  comparedAt: null,
}

/** Acquires the lease of a cluster watch if it is free or expired, by the database's clock. */
export async function claimWatch(cluster: string, holder: string, seconds: number): Promise<boolean> {
  const claimed = await db().$executeRaw`
    INSERT INTO cluster_watch (cluster, holder, lease_until)
    VALUES (${cluster}, ${holder}, clock_timestamp() + make_interval(secs => ${seconds}))
    ON CONFLICT (cluster) DO UPDATE SET holder = EXCLUDED.holder, lease_until = EXCLUDED.lease_until, watched_since = NULL
    WHERE cluster_watch.holder IS NULL OR cluster_watch.lease_until < clock_timestamp()`
  return claimed > 0
}

/** Renews the lease and stores the state of the watch. False: another worker has the lease now. */
export async function renewWatch(
  cluster: string,
  holder: string,
  seconds: number,
  report: WatchReport,
): Promise<boolean> {
  const renewed = await db().$executeRaw`
    UPDATE cluster_watch SET lease_until = clock_timestamp() + make_interval(secs => ${seconds}), scope = ${report.scope},
      reachable = ${report.reachable}, version = COALESCE(${report.version}, version), problem = ${report.problem},
      watched_since = ${report.watchedSince}, last_seen_at = COALESCE(${report.lastSeenAt}, last_seen_at),
      compared_at = COALESCE(${report.comparedAt}, compared_at)
    WHERE cluster = ${cluster} AND holder = ${holder}`
  return renewed > 0
}

/** Releases the lease, so that another worker can take over immediately. */
export async function releaseWatch(cluster: string, holder: string): Promise<void> {
  await db().$executeRaw`
    UPDATE cluster_watch SET holder = NULL, lease_until = NULL, watched_since = NULL
    WHERE cluster = ${cluster} AND holder = ${holder}`
}
