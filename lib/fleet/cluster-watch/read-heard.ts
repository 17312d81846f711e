import { db } from "@/lib/platform/db/transaction"
import type { Heard } from "./watch-lease"

/** The last known state of a cluster watch; `following`: a worker watches it now. */
export type Spoken = Heard & { cluster: string; holder: string | null; following: boolean }

/** The last state of every watch, by cluster name, without a request to any cluster. */
export async function readHeard(): Promise<Map<string, Spoken>> {
  const rows = await db().$queryRaw<Spoken[]>`
    SELECT cluster, holder, scope, reachable, version, problem, watched_since AS "watchedSince",
      last_seen_at AS "lastSeenAt", compared_at AS "comparedAt",
      holder IS NOT NULL AND lease_until > clock_timestamp() AS following
    FROM cluster_watch`
  return new Map(rows.map((row) => [row.cluster, row]))
}
