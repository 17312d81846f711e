import { unmanagedByCluster } from "@/lib/fleet/releases/list-unmanaged"
import { visibleTenants } from "@/lib/fleet/tenants/find-tenant"
import type { Actor } from "@/lib/identity/auth/actor"
import { visibleTo } from "@/lib/identity/auth/visible-to"
import type { Cluster } from "@/lib/kube/cluster/cluster"
import { readClusters } from "@/lib/kube/cluster/read-clusters"
import { readVersion } from "@/lib/kube/cluster/read-version"
import type { ClusterState } from "@/lib/kube/cluster/schema"
import { db } from "@/lib/platform/db/transaction"
import { toInstantOrNull } from "@/lib/platform/instant"
import type { WatchReport } from "./watch-lease"

const waitMs = 2_000

type Counts = Map<string, number>

/** Whether each cluster is reachable. Callers limited to some tenants get only the clusters of those. */
export async function listClusters(actor: Actor): Promise<ClusterState[]> {
  const [clusters, reports, managed, unmanaged] = await Promise.all([
    visibleClusters(actor),
    readWatchReports(),
    managedByCluster(actor),
    unmanagedByCluster(actor),
  ])
  return Promise.all(
    clusters.map(async (cluster) => ({
      ...withoutAddresses(actor, await probeCluster(cluster)),
      watch: toWatchState(reports.get(cluster.name)),
      managed: managed.get(cluster.name) ?? 0,
      unmanaged: unmanaged.get(cluster.name) ?? 0,
    })),
  )
}

async function visibleClusters(actor: Actor): Promise<Cluster[]> {
  const clusters = await readClusters()
  if (!visibleTo(actor).tenants.isLimited) return clusters
  const rows = await db().tenant.findMany({
    where: visibleTenants(actor),
    distinct: "cluster",
    select: { cluster: true },
  })
  const names = new Set(rows.map(({ cluster }) => cluster))
  return clusters.filter(({ name }) => names.has(name))
}

type Reached = Omit<ClusterState, "watch" | "managed" | "unmanaged">

/** Addresses, which the error message contains as well, are only for callers that see every tenant. */
function withoutAddresses(actor: Actor, state: Reached): Reached {
  if (!visibleTo(actor).tenants.isLimited) return state
  return { ...state, server: null, problem: state.reachable ? null : "The cluster is not reachable." }
}

async function probeCluster(cluster: Cluster): Promise<Reached> {
  const result = await readVersion(cluster, waitMs)
  const version = "version" in result ? result.version : null
  return {
    name: cluster.name,
    source: cluster.source,
    server: cluster.server,
    helmIdentity: cluster.identity,
    sandbox: cluster.source === "sandbox",
    reachable: version !== null,
    version,
    problem: "problem" in result ? result.problem : null,
  }
}

function toWatchState(report: StoredWatchReport | undefined): ClusterState["watch"] {
  const following = report?.following ?? false
  const notWatched = "No worker watches the cluster. Start one, or check whether a running one can reach it."
  return {
    following,
    scope: report?.scope ?? null,
    worker: following ? (report?.holder ?? null) : null,
    since: toInstantOrNull(following ? (report?.watchedSince ?? null) : null),
    lastSeenAt: toInstantOrNull(report?.lastSeenAt ?? null),
    comparedAt: toInstantOrNull(report?.comparedAt ?? null),
    problem: following ? (report?.problem ?? null) : notWatched,
  }
}

async function managedByCluster(actor: Actor): Promise<Counts> {
  const rows = await db().release.groupBy({
    by: ["cluster"],
    where: { AND: [{ tenantId: visibleTo(actor).tenants.where }, { status: { not: "UNINSTALLED" } }] },
    _count: { _all: true },
  })
  return new Map(rows.map(({ cluster, _count }) => [cluster, _count._all]))
}

/** The last known state of a cluster watch; `following`: a worker watches it now. */
type StoredWatchReport = WatchReport & { cluster: string; holder: string | null; following: boolean }

/** The last state of every watch, by cluster name, without a request to any cluster. */
export async function readWatchReports(): Promise<Map<string, StoredWatchReport>> {
  const rows = await db().$queryRaw<StoredWatchReport[]>`
    SELECT cluster, holder, scope, reachable, version, problem, watched_since AS "watchedSince",
      last_seen_at AS "lastSeenAt", compared_at AS "comparedAt",
      holder IS NOT NULL AND lease_until > clock_timestamp() AS following
    FROM cluster_watch`
  return new Map(rows.map((row) => [row.cluster, row]))
}
