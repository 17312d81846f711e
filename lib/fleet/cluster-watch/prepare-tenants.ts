import type { Cluster } from "@/lib/kube/cluster/cluster"
import { clusterNamed } from "@/lib/kube/cluster/read-clusters"
import { prepareNamespace } from "@/lib/kube/cluster/tenant-account"
import { db } from "@/lib/platform/db/transaction"
import { forEachConcurrently } from "@/lib/platform/for-each-concurrently"
import { log } from "@/lib/platform/log"

const tenantsAtOnce = 4

type Row = { namespace: string; clusterScoped: boolean }

/**
 * Creates the service account that Helm uses, for tenants whose releases were installed without one by an earlier
 * version or with other settings. Never creates a namespace and never throws: the next operation reports what is
 * missing.
 */
export async function prepareTenants(cluster: Cluster, signal: AbortSignal): Promise<void> {
  if (cluster.identity === "cluster") return
  const waiting: Row[] = await db().tenant.findMany({
    where: { cluster: cluster.name, releases: { some: { inCluster: true } } },
    select: { namespace: true, clusterScoped: true },
  })
  await forEachConcurrently(waiting, tenantsAtOnce, async (tenant) => {
    if (!signal.aborted) await prepare(cluster, tenant)
  })
}

/** Prepares one tenant after an update, so that its permissions in the cluster change immediately. */
export async function prepareTenant(tenantId: string, clusters: readonly string[]): Promise<void> {
  try {
    const tenant = await db().tenant.findUnique({ where: { id: tenantId } })
    if (tenant === null || !clusters.includes(tenant.cluster)) return
    const cluster = await clusterNamed(tenant.cluster)
    if (cluster.identity === "tenant") await prepare(cluster, tenant)
  } catch (err) {
    log.warn({ err, tenantId }, "tenant account not updated")
  }
}

async function prepare(cluster: Cluster, { namespace, clusterScoped }: Row): Promise<void> {
  try {
    await prepareNamespace(cluster, { namespace, clusterScoped }, { create: false })
  } catch (err) {
    log.warn({ err, cluster: cluster.name, namespace }, "tenant account not prepared")
  }
}
