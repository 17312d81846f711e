import type { Actor } from "@/lib/identity/auth/actor"
import { visibleTo } from "@/lib/identity/auth/visible-to"
import { db } from "@/lib/platform/db/transaction"
import { fieldsOf } from "@/lib/platform/fields-of"
import { type WorkerState, workerSchema } from "./schema"

/** A worker without a heartbeat for this long is considered offline. */
const aliveSeconds = 30

type Row = Omit<WorkerState, "startedAt" | "lastSeenAt"> & { startedAt: Date; lastSeenAt: Date }

/**
 * The workers active within the last hour, most recently seen first. Empty for callers limited to some tenants: workers
 * belong to no tenant, and their data names machines and all clusters.
 */
export async function listWorkers(actor: Actor): Promise<WorkerState[]> {
  if (visibleTo(actor).tenants.isLimited) return []
  const rows = await db().$queryRaw<Row[]>`
    SELECT w.id, w.version, w.helm_version AS "helmVersion", w.started_at AS "startedAt", w.last_seen_at AS "lastSeenAt",
      w.last_seen_at > clock_timestamp() - make_interval(secs => ${aliveSeconds}) AS alive,
      (SELECT count(*)::int FROM operation o WHERE o.state = 'RUNNING' AND o.lease_holder = w.id) AS running,
      ARRAY(SELECT c.cluster FROM cluster_watch c
        WHERE c.holder = w.id AND c.lease_until > clock_timestamp() ORDER BY c.cluster) AS clusters
    FROM seen_worker w ORDER BY w.last_seen_at DESC, w.id`
  return rows.map((row) => fieldsOf(workerSchema, row))
}

/** Whether any worker is alive; for probes. */
export async function isWorkerSeen(): Promise<boolean> {
  const [row] = await db().$queryRaw<{ seen: boolean }[]>`
    SELECT EXISTS (SELECT 1 FROM seen_worker
      WHERE last_seen_at > clock_timestamp() - make_interval(secs => ${aliveSeconds})) AS seen`
  return row?.seen ?? false
}
