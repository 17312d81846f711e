import { openChangeSql } from "@/lib/fleet/operations/operation-states"
import type { ReleaseStatus } from "@/lib/fleet/releases/schema"
import type { ReleaseKey } from "@/lib/kube/helm/schema"
import { Prisma } from "@/lib/platform/db/generated/client"
import { db } from "@/lib/platform/db/transaction"

/** A managed release, as the cluster watch compares it with Helm. */
export type WatchedRelease = ReleaseKey & {
  id: string
  status: ReleaseStatus
  inCluster: boolean
  /** The newest recorded revision; 0: none. */
  lastRevision: number
  /** The latest time at which that revision can have been created. */
  knownAt: Date | null
  stuckSince: Date | null
  /** A change is queued or running, so Helm's current state is caused by Slipway. */
  busy: boolean
  /** The number of changes ever requested: when it differs, a change has started in the meantime. */
  changes: number
}

const columns = Prisma.sql`
  r.id, r.namespace, r.release_name AS "releaseName", r.status::text AS status, r.in_cluster AS "inCluster",
  r.stuck_since AS "stuckSince", COALESCE(v.revision, 0) AS "lastRevision",
  COALESCE(v.finished_at, v.created_at) AS "knownAt", COALESCE(o.busy, false) AS busy, COALESCE(o.changes, 0)::int AS changes`

const joinsSql = Prisma.sql`
  LEFT JOIN LATERAL (
    SELECT revision, finished_at, created_at FROM release_revision
    WHERE release_id = r.id AND operation <> 'UNINSTALL' ORDER BY revision DESC LIMIT 1) v ON true
  LEFT JOIN LATERAL (
    SELECT bool_or(${openChangeSql}) AS busy, count(*) AS changes FROM operation o
    WHERE o.release_id = r.id AND o.kind <> 'PREVIEW') o ON true`

/** The release that currently has this name, or null. */
export async function findWatched(cluster: string, key: ReleaseKey): Promise<WatchedRelease | null> {
  const [row] = await db().$queryRaw<WatchedRelease[]>`
    SELECT ${columns} FROM helm_release r ${joinsSql}
    WHERE r.cluster = ${cluster} AND r.namespace = ${key.namespace} AND r.release_name = ${key.releaseName}
      AND r.status <> 'UNINSTALLED'`
  return row ?? null
}

export function listWatched(cluster: string, after: string | null, limit: number): Promise<WatchedRelease[]> {
  const from = after === null ? Prisma.empty : Prisma.sql`AND r.id > ${after}::uuid`
  return db().$queryRaw<WatchedRelease[]>`
    SELECT ${columns} FROM helm_release r ${joinsSql}
    WHERE r.cluster = ${cluster} AND r.status <> 'UNINSTALLED' ${from} ORDER BY r.id LIMIT ${limit}`
}

/** Whether Helm's release of this name is managed. One whose failed install was rolled back has none. */
export const isManaged = ({ inCluster, busy }: WatchedRelease) => inCluster || busy

/**
 * Locks the release for the current transaction. False when a change was requested or has ended since it was read: then
 * Helm's state in between may be caused by Slipway.
 */
export async function lockUnchanged(before: WatchedRelease): Promise<boolean> {
  await db().$queryRaw`SELECT 1 FROM helm_release WHERE id = ${before.id}::uuid FOR UPDATE`
  const [now] = await db().$queryRaw<WatchedRelease[]>`
    SELECT ${columns} FROM helm_release r ${joinsSql} WHERE r.id = ${before.id}::uuid`
  if (now === undefined) return false
  return (
    !now.busy &&
    !before.busy &&
    now.changes === before.changes &&
    now.status === before.status &&
    now.lastRevision === before.lastRevision
  )
}
