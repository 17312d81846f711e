import { formatQuantity } from "@/lib/platform/format"
import { dayMs, minuteMs } from "@/lib/platform/instant"
import type { Finding, SystemStatus } from "./status-schema"

/** The thresholds from which figures become findings. */
export const limits = {
  queuedMs: 5 * minuteMs,
  transactionSeconds: 600,
  connectionShare: 0.8,
  freeShare: 0.1,
  backupMs: 7 * dayMs,
} as const

/** What needs attention, errors first. */
export function findProblems(status: Omit<SystemStatus, "findings">, now: Date): Finding[] {
  return bySeverity([
    ...databaseFindings(status.database),
    ...workerFindings(status),
    ...queueFindings(status.changes, now),
    ...clusterFindings(status.clusters),
    ...requestFindings(status.requests),
    ...storageFindings(status, now),
  ])
}

export const bySeverity = (findings: readonly Finding[]): Finding[] =>
  findings.toSorted((a, b) => a.severity.localeCompare(b.severity))

const finding = (severity: Finding["severity"]) => (applies: boolean, message: string, remedy: string) =>
  applies ? [{ severity, message, remedy }] : []

/** The finding if the condition applies. */
export const error = finding("error")
export const warning = finding("warning")

/** `problem`: why the clusters cannot be read from the settings. */
export const wrongClusters = (problem: string): Finding[] => error(true, problem, clusterRemedy)

export const clusterRemedy =
  "Set SLIPWAY_CLUSTERS or KUBECONFIG to the kubeconfigs of the clusters, for web and worker alike."

export function migrationFindings({ missing, newer }: SystemStatus["database"]["migrations"]): Finding[] {
  return [
    ...error(
      missing.length > 0,
      `The database lacks ${formatQuantity(missing.length, "migration")} of this version.`,
      "Run node dist/slipway migrate. npm start migrates by itself.",
    ),
    ...warning(
      newer.length > 0,
      `A newer version has migrated the database (${newer.at(-1)}).`,
      "Upgrade this process to that version.",
    ),
  ]
}

function databaseFindings(database: SystemStatus["database"]): Finding[] {
  const { connections, maxConnections, longestTransaction } = database
  return [
    ...migrationFindings(database.migrations),
    ...warning(
      connections > limits.connectionShare * maxConnections,
      `${connections} of ${maxConnections} database connections are in use.`,
      "Raise max_connections, lower SLIPWAY_DATABASE_POOL, or put PgBouncer in front of PostgreSQL.",
    ),
    ...warning(
      longestTransaction > limits.transactionSeconds,
      `A transaction has been open for ${Math.round(longestTransaction / 60)} minutes, which delays live updates and clean-up.`,
      "Find it in pg_stat_activity and end it.",
    ),
  ]
}

function workerFindings({ workers, web }: Pick<SystemStatus, "workers" | "web">): Finding[] {
  const otherVersions = workers.versions.filter((version) => version !== web.version)
  return [
    ...error(
      workers.alive === 0,
      "No worker is running, so nothing is installed, upgraded, rolled back or watched.",
      "Start a worker, and check its log if it ends.",
    ),
    ...warning(
      workers.alive > 0 && otherVersions.length > 0,
      `Workers run version ${otherVersions.join(", ")}, this process ${web.version}.`,
      "Upgrade all processes to the same version.",
    ),
  ]
}

function queueFindings({ queued, oldestQueuedAt }: SystemStatus["changes"], now: Date): Finding[] {
  const waitedMs = oldestQueuedAt === null ? 0 : now.getTime() - Date.parse(oldestQueuedAt)
  return warning(
    waitedMs >= limits.queuedMs,
    `${formatQuantity(queued, "change")} of releases ${queued === 1 ? "waits" : "wait"} for a worker, the oldest for ${Math.floor(waitedMs / minuteMs)} minutes.`,
    "Start another worker, or raise SLIPWAY_WORKER_CONCURRENCY.",
  )
}

function clusterFindings(clusters: SystemStatus["clusters"]): Finding[] {
  const clusterNames = (isReachable: boolean | null) =>
    clusters.filter(({ reachable }) => reachable === isReachable).map(({ name }) => name)
  const unreachable = clusterNames(false)
  const unwatched = clusterNames(null)
  return [
    ...error(
      unreachable.length > 0,
      `Not reachable: ${unreachable.join(", ")}.`,
      "Check the cluster and its credentials; Clusters shows the answer of each.",
    ),
    ...warning(
      unwatched.length > 0,
      `Not watched: ${unwatched.join(", ")}. Changes outside Slipway are not noticed.`,
      "Start a worker that can reach them.",
    ),
  ]
}

function requestFindings({ dropped }: SystemStatus["requests"]): Finding[] {
  return warning(
    dropped > 0,
    `${formatQuantity(dropped, "request")} of pipelines in the last day ${dropped === 1 ? "was" : "were"} answered and not kept for the request inspector.`,
    "A pipeline repeats refused requests, or the database is slow. Settings → Pipelines → Requests shows what was kept.",
  )
}

function storageFindings(
  { storage, backup }: Pick<SystemStatus, "storage" | "backup">,
  now: Date,
): Finding[] {
  const freeShare = storage === null ? 1 : storage.free / storage.total
  const daysOld = backup === null ? 0 : Math.floor((now.getTime() - Date.parse(backup.at)) / dayMs)
  return [
    ...warning(
      freeShare < limits.freeShare,
      `The disk of ${storage?.folder} is ${Math.round(100 * (1 - freeShare))}% full.`,
      "Free space, or move the data folder to a larger disk.",
    ),
    ...warning(
      daysOld * dayMs >= limits.backupMs,
      `The last backup is ${daysOld} days old.`,
      "Make one with npm run backup, and schedule it.",
    ),
  ]
}
