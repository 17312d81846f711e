import { statfs } from "node:fs/promises"
import { resolve } from "node:path"
import { readWatchReports } from "@/lib/fleet/cluster-watch/list-clusters"
import { listWorkers } from "@/lib/fleet/worker-registry/list-workers"
import type { Actor } from "@/lib/identity/auth/actor"
import { readRequestsKept } from "@/lib/identity/requests/list-requests"
import { type Cluster, ClusterProblem } from "@/lib/kube/cluster/cluster"
import { findClusters } from "@/lib/kube/cluster/read-clusters"
import { compareMigrations } from "@/lib/platform/db/compare-migrations"
import { db } from "@/lib/platform/db/transaction"
import { dataFolder } from "@/lib/platform/env"
import { toInstant, toInstantOrNull } from "@/lib/platform/instant"
import { readLastBackup } from "@/lib/platform/last-backup"
import { productVersion } from "@/lib/platform/product-version"
import { bySeverity, findProblems, wrongClusters } from "./find-problems"
import { findWebhookProblems } from "./find-webhook-problems"
import type { Finding, SystemStatus } from "./status-schema"

/**
 * The state of the installation, and what needs attention. Contacts no cluster, but reports what the watch of each last
 * observed.
 */
export async function getStatus(actor: Actor): Promise<SystemStatus> {
  const [database, queues, workers, configured, requests, storage, backup, webhooks] = await Promise.all([
    readDatabase(),
    readQueues(),
    listWorkers(actor),
    readConfigured(),
    readRequestsKept(),
    readStorage(),
    readLastBackup(),
    findWebhookProblems(new Date()),
  ])
  const alive = workers.filter((worker) => worker.alive)
  const status = {
    web: {
      version: productVersion,
      node: process.version,
      startedAt: toInstant(new Date(Date.now() - process.uptime() * 1_000)),
      memory: process.memoryUsage.rss(),
    },
    database,
    ...queues,
    workers: { alive: alive.length, versions: [...new Set(alive.map(({ version }) => version))].sort() },
    clusters: await readClusterStates(configured.clusters),
    requests: { oldestAt: toInstantOrNull(requests.oldestAt), dropped: requests.dropped },
    storage,
    backup,
  }
  const findings = [...configured.findings, ...webhooks, ...findProblems(status, new Date())]
  return { findings: bySeverity(findings), ...status }
}

/** Connections are counted by database: pg_stat_activity hides those of other roles from an ordinary one. */
async function readDatabase(): Promise<SystemStatus["database"]> {
  const [[row], migrations] = await Promise.all([
    db().$queryRaw<Omit<SystemStatus["database"], "migrations">[]>`
      SELECT current_setting('server_version') AS version,
        pg_database_size(current_database())::float8 AS size,
        (SELECT sum(numbackends)::int FROM pg_stat_database) AS connections,
        current_setting('max_connections')::int AS "maxConnections",
        (SELECT COALESCE(extract(epoch FROM clock_timestamp() - min(xact_start)), 0)::float8 FROM pg_stat_activity
          WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()) AS "longestTransaction"`,
    compareMigrations(),
  ])
  if (row === undefined) throw new Error("PostgreSQL returned no row about itself")
  return { ...row, migrations }
}

type QueueRow = { previews: boolean; queued: number; running: number; oldest: Date | null }

async function readQueues(): Promise<Pick<SystemStatus, "changes" | "previews">> {
  const rows = await db().$queryRaw<QueueRow[]>`
    SELECT kind = 'PREVIEW' AS previews, count(*) FILTER (WHERE state = 'QUEUED')::int AS queued,
      count(*) FILTER (WHERE state = 'RUNNING')::int AS running,
      min(requested_at) FILTER (WHERE state = 'QUEUED') AS oldest
    FROM operation
    WHERE state IN ('QUEUED', 'RUNNING') AND NOT (state = 'QUEUED' AND EXISTS (
      SELECT 1 FROM rollout WHERE rollout.id = operation.rollout_id AND rollout.state = 'PAUSED'))
    GROUP BY 1`
  const queueOf = (previews: boolean) => {
    const row = rows.find((row) => row.previews === previews)
    return {
      queued: row?.queued ?? 0,
      running: row?.running ?? 0,
      oldestQueuedAt: toInstantOrNull(row?.oldest ?? null),
    }
  }
  return { changes: queueOf(false), previews: queueOf(true) }
}

/** An invalid cluster configuration is a finding, and must not hide the rest of the status. */
async function readConfigured(): Promise<{ clusters: Cluster[]; findings: Finding[] }> {
  try {
    return { clusters: await findClusters(), findings: [] }
  } catch (error) {
    if (!(error instanceof ClusterProblem)) throw error
    return { clusters: [], findings: wrongClusters(error.message) }
  }
}

async function readClusterStates(clusters: readonly Cluster[]): Promise<SystemStatus["clusters"]> {
  const reports = await readWatchReports()
  return clusters.map(({ name }) => {
    const report = reports.get(name)
    return {
      name,
      reachable: report?.following ? report.reachable : null,
      lastSeenAt: toInstantOrNull(report?.lastSeenAt ?? null),
    }
  })
}

async function readStorage(): Promise<SystemStatus["storage"]> {
  const folder = resolve(dataFolder())
  try {
    const { bavail, blocks, bsize } = await statfs(folder)
    return { folder, free: bavail * bsize, total: blocks * bsize }
  } catch {
    return null
  }
}
