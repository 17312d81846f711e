import { db } from "@/lib/platform/db/transaction"

/** What the watch of a cluster has heard of it. */
export type Heard = {
  /** `NAMESPACES`: only those of tenants, since the cluster lets nobody list all. */
  scope: "CLUSTER" | "NAMESPACES" | null
  reachable: boolean
  version: string | null
  problem: string | null
  watchedSince: Date | null
  lastSeenAt: Date | null
  comparedAt: Date | null
}

export const nothingHeard: Heard = {
  scope: null,
  reachable: false,
  version: null,
  problem: null,
  watchedSince: null,
  lastSeenAt: null,
  comparedAt: null,
}

/** Takes the watch of a cluster where nobody has it, or its holder says nothing any more. The clock is the database's. */
export async function claimWatch(cluster: string, holder: string, seconds: number): Promise<boolean> {
  const taken = await db().$executeRaw`
    INSERT INTO cluster_watch (cluster, holder, lease_until)
    VALUES (${cluster}, ${holder}, clock_timestamp() + make_interval(secs => ${seconds}))
    ON CONFLICT (cluster) DO UPDATE SET holder = EXCLUDED.holder, lease_until = EXCLUDED.lease_until, watched_since = NULL
    WHERE cluster_watch.holder IS NULL OR cluster_watch.lease_until < clock_timestamp()`
  return taken > 0
}

/** Says that the holder lives, and what it has heard. False: another has the watch now. */
export async function renewWatch(
  cluster: string,
  holder: string,
  seconds: number,
  heard: Heard,
): Promise<boolean> {
  const kept = await db().$executeRaw`
    UPDATE cluster_watch SET lease_until = clock_timestamp() + make_interval(secs => ${seconds}), scope = ${heard.scope},
      reachable = ${heard.reachable}, version = COALESCE(${heard.version}, version), problem = ${heard.problem},
      watched_since = ${heard.watchedSince}, last_seen_at = COALESCE(${heard.lastSeenAt}, last_seen_at),
      compared_at = COALESCE(${heard.comparedAt}, compared_at)
    WHERE cluster = ${cluster} AND holder = ${holder}`
  return kept > 0
}

/** Gives the watch to whoever comes next, at once. */
export async function releaseWatch(cluster: string, holder: string): Promise<void> {
  await db().$executeRaw`
    UPDATE cluster_watch SET holder = NULL, lease_until = NULL, watched_since = NULL
    WHERE cluster = ${cluster} AND holder = ${holder}`
}
