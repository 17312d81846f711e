import { Prisma } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"
import type { ReleaseStatus } from "./schema"

/** A release of Slipway's as the watch of its cluster compares it with Helm's. */
export type WatchedRelease = {
  id: string
  namespace: string
  releaseName: string
  status: ReleaseStatus
  inCluster: boolean
  /** The newest revision that is recorded; 0: none. */
  known: number
  /** When that was recorded as made, at the latest. */
  knownAt: Date | null
  stuckSince: Date | null
  /** A change is queued or runs: whatever Helm shows now is Slipway's own. */
  busy: boolean
  /** How many changes were ever asked for: a change began meanwhile where it is another number. */
  changes: number
}

const columns = Prisma.sql`
  r.id, r.namespace, r.release_name AS "releaseName", r.status::text AS status, r.in_cluster AS "inCluster",
  r.stuck_since AS "stuckSince", COALESCE(v.revision, 0) AS known,
  COALESCE(v.finished_at, v.created_at) AS "knownAt", COALESCE(o.busy, false) AS busy, COALESCE(o.changes, 0)::int AS changes`

const joined = Prisma.sql`
  LEFT JOIN LATERAL (
    SELECT revision, finished_at, created_at FROM release_revision
    WHERE release_id = r.id AND operation <> 'UNINSTALL' ORDER BY revision DESC LIMIT 1) v ON true
  LEFT JOIN LATERAL (
    SELECT bool_or(state IN ('QUEUED', 'RUNNING')) AS busy, count(*) AS changes FROM operation
    WHERE release_id = r.id AND kind <> 'PREVIEW') o ON true`

type Key = { namespace: string; releaseName: string }

/** The release that has this name now, or null. */
export async function findWatched(cluster: string, key: Key): Promise<WatchedRelease | null> {
  const [row] = await db().$queryRaw<WatchedRelease[]>`
    SELECT ${columns} FROM helm_release r ${joined}
    WHERE r.cluster = ${cluster} AND r.namespace = ${key.namespace} AND r.release_name = ${key.releaseName}
      AND r.status <> 'UNINSTALLED'`
  return row ?? null
}

/** Those of a cluster that are not uninstalled, in the order of their ids, after one of them. */
export function listWatched(cluster: string, after: string | null, limit: number): Promise<WatchedRelease[]> {
  const from = after === null ? Prisma.empty : Prisma.sql`AND r.id > ${after}::uuid`
  return db().$queryRaw<WatchedRelease[]>`
    SELECT ${columns} FROM helm_release r ${joined}
    WHERE r.cluster = ${cluster} AND r.status <> 'UNINSTALLED' ${from} ORDER BY r.id LIMIT ${limit}`
}

/** Whether Helm's releases of this name are Slipway's. One whose install took itself back has nothing there. */
export const isManaged = ({ inCluster, busy }: WatchedRelease) => inCluster || busy

/**
 * Locks the release for the transaction under way. False where a change was asked for, or ended, since it was read: what
 * Helm showed in between may be Slipway's own.
 */
export async function lockUnchanged(before: WatchedRelease): Promise<boolean> {
  await db().$queryRaw`SELECT 1 FROM helm_release WHERE id = ${before.id}::uuid FOR UPDATE`
  const [now] = await db().$queryRaw<WatchedRelease[]>`
    SELECT ${columns} FROM helm_release r ${joined} WHERE r.id = ${before.id}::uuid`
  if (now === undefined) return false
  return (
    !now.busy &&
    !before.busy &&
    now.changes === before.changes &&
    now.status === before.status &&
    now.known === before.known
  )
}
