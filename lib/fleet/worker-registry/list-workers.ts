import type { Actor } from "@/lib/identity/auth/actor"
import { db } from "@/lib/platform/db/transaction"
import { toInstant } from "@/lib/platform/instant"
import type { WorkerState } from "./schema"

/** A worker that says nothing for longer than this is taken for gone. */
const aliveSeconds = 30

type Row = Omit<WorkerState, "startedAt" | "lastSeenAt"> & { startedAt: Date; lastSeenAt: Date }

/**
 * The workers that live, and those that were heard within the last hour; the latest heard first. None to a caller who may
 * know of some tenants alone: workers are nobody's, and they name machines and every cluster.
 */
export async function listWorkers(actor: Actor): Promise<WorkerState[]> {
  if (actor.tenantIds !== null) return []
  const rows = await db().$queryRaw<Row[]>`
    SELECT w.id, w.version, w.helm_version AS "helmVersion", w.started_at AS "startedAt", w.last_seen_at AS "lastSeenAt",
      w.last_seen_at > clock_timestamp() - make_interval(secs => ${aliveSeconds}) AS alive,
      (SELECT count(*)::int FROM operation o WHERE o.state = 'RUNNING' AND o.lease_holder = w.id) AS running,
      ARRAY(SELECT c.cluster FROM cluster_watch c
        WHERE c.holder = w.id AND c.lease_until > clock_timestamp() ORDER BY c.cluster) AS clusters
    FROM seen_worker w ORDER BY w.last_seen_at DESC, w.id`
  return rows.map((row) => ({
    ...row,
    startedAt: toInstant(row.startedAt),
    lastSeenAt: toInstant(row.lastSeenAt),
  }))
}

/** Whether any worker lives; for probes. */
export async function isWorkerSeen(): Promise<boolean> {
  const [row] = await db().$queryRaw<{ seen: boolean }[]>`
    SELECT EXISTS (SELECT 1 FROM seen_worker
      WHERE last_seen_at > clock_timestamp() - make_interval(secs => ${aliveSeconds})) AS seen`
  return row?.seen ?? false
}
