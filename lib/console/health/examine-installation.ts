import { systemActor } from "@/lib/identity/auth/actor"
import type { Cluster } from "@/lib/kube/cluster/cluster"
import { findClusters } from "@/lib/kube/cluster/read-clusters"
import { readVersion } from "@/lib/kube/cluster/read-version"
import { listMissingAccess } from "@/lib/kube/cluster/tenant-account"
import { findHelm } from "@/lib/kube/helm/find-helm"
import { compareMigrations } from "@/lib/platform/db/compare-migrations"
import { examineServer, type ServerReport } from "@/lib/platform/db/examine-server"
import { isReplicaFresh } from "@/lib/platform/db/replica"
import { bySeverity, clusterRemedy, error, migrationFindings, warning, wrongClusters } from "./find-problems"
import { getStatus } from "./get-status"
import type { Finding } from "./status-schema"

const oldestPostgres = 14
const maxClockMs = 2_000
const clusterWithinMs = 5_000

/**
 * What prevents the installation from working, or soon may, as seen from this machine with the settings of this
 * process. Unlike the status, which shows what processes have reported, it contacts the database, runs Helm and queries
 * every cluster.
 */
export async function examineInstallation(): Promise<Finding[]> {
  const [database, helm, clusters] = await Promise.all([
    serverFindings(),
    helmFindings(),
    allClusterFindings(),
  ])
  // The status also reports an invalid cluster configuration.
  const isNew = ({ message }: Finding) => !database.some((one) => one.message === message)
  return bySeverity([...database, ...helm, ...clusters.filter(isNew)])
}

/** Skips the other checks of the database if it is not usable. */
async function serverFindings(): Promise<Finding[]> {
  const server = await attempt(examineServer)
  if ("problem" in server)
    return error(
      true,
      `PostgreSQL does not respond: ${server.problem}.`,
      "Check DATABASE_URL, and that this machine can reach it.",
    )
  const findings = reportFindings(server.value)
  if (findings.some(({ severity }) => severity === "error")) return findings
  const migrations = await compareMigrations()
  if (migrations.missing.length > 0) return [...findings, ...migrationFindings(migrations)]
  return [...findings, ...(await replicaFindings()), ...(await getStatus(systemActor("doctor"))).findings]
}

async function replicaFindings(): Promise<Finding[]> {
  const freshness = await attempt(isReplicaFresh)
  if ("problem" in freshness)
    return warning(
      true,
      `The replica of DATABASE_REPLICA_URL does not respond: ${freshness.problem}.`,
      "Check DATABASE_REPLICA_URL and the replica. Until then everything is read from the primary.",
    )
  return warning(
    freshness.value === false,
    "The replica of DATABASE_REPLICA_URL lags by more than 15 seconds, or no worker is running.",
    "Check its replication and the workers. Until then everything is read from the primary.",
  )
}

function reportFindings(report: ServerReport): Finding[] {
  const { majorVersion, needsDirectUrl, clockMs, canMigrate, canCreateTemporaryTables } = report
  return [
    ...error(
      majorVersion < oldestPostgres,
      `PostgreSQL is version ${majorVersion}; Slipway needs ${oldestPostgres} or later.`,
      "Upgrade PostgreSQL.",
    ),
    ...error(
      !canCreateTemporaryTables,
      "The role of DATABASE_URL may not create temporary tables, which imports need.",
      "Run GRANT TEMPORARY ON DATABASE … TO … as the owner of the database.",
    ),
    ...warning(
      !canMigrate,
      "The role of DATABASE_URL cannot create tables, which migrations require.",
      "Run GRANT CREATE ON SCHEMA … TO …, or migrate with another role.",
    ),
    ...warning(
      needsDirectUrl,
      "DATABASE_URL leads to a connection pooler: changes appear up to 2 seconds late, and migrations are refused.",
      "Set DATABASE_DIRECT_URL to PostgreSQL itself.",
    ),
    ...warning(
      Math.abs(clockMs) > maxClockMs,
      `The clock of PostgreSQL is ${Math.round(Math.abs(clockMs) / 1_000)} seconds ${clockMs > 0 ? "ahead of" : "behind"} this machine's.`,
      "Synchronize both clocks (NTP).",
    ),
  ]
}

async function helmFindings(): Promise<Finding[]> {
  const helm = await attempt(findHelm)
  if ("problem" in helm) return error(true, helm.problem, "Install Helm 4, or set SLIPWAY_HELM to its path.")
  return warning(helm.value.warning !== null, helm.value.warning ?? "", "Update Helm.")
}

async function allClusterFindings(): Promise<Finding[]> {
  const clusters = await attempt(findClusters)
  if ("problem" in clusters) return wrongClusters(clusters.problem)
  if (clusters.value.length === 0) return warning(true, "No cluster is configured.", clusterRemedy)
  return (await Promise.all(clusters.value.map(clusterFindings))).flat()
}

async function clusterFindings(cluster: Cluster): Promise<Finding[]> {
  const { name, server, identity } = cluster
  const result = await readVersion(cluster, clusterWithinMs)
  if ("problem" in result)
    return error(
      true,
      `The cluster ${name} (${server}) does not respond: ${result.problem}`,
      "Check the cluster and its kubeconfig.",
    )
  const access = await attempt(() => listMissingAccess(cluster))
  const missing = "problem" in access ? access.problem : access.value
  return error(
    missing !== "",
    `Slipway's account in the cluster ${name} lacks permissions: ${missing}.`,
    identity === "tenant"
      ? "Apply deploy/kubernetes/rbac.yaml there, or set SLIPWAY_HELM_IDENTITY=cluster for a cluster of one team."
      : "Bind the account to cluster-admin, or let Helm act as the tenant (SLIPWAY_HELM_IDENTITY=tenant).",
  )
}

async function attempt<T>(work: () => Promise<T>): Promise<{ value: T } | { problem: string }> {
  try {
    return { value: await work() }
  } catch (thrown) {
    return { problem: thrown instanceof Error ? thrown.message : String(thrown) }
  }
}
