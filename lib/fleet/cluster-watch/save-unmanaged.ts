import { v7 as uuidv7 } from "uuid"
import type { HelmSecret } from "@/lib/kube/cluster/helm-secrets"
import type { KubernetesApi } from "@/lib/kube/cluster/kubernetes-api"
import { readStoredRevision } from "@/lib/kube/cluster/stored-revision"
import type { ReleaseKey } from "@/lib/kube/helm/schema"
import { db } from "@/lib/platform/db/transaction"

const rowsAtOnce = 1_000

/** Whether Helm has an unmanaged release; one uninstalled with its history kept does not count. */
export const isInstalled = (newest: HelmSecret | null): newest is HelmSecret =>
  newest !== null && newest.status !== "uninstalled"

/** Stores or deletes one unmanaged release. Returns whether its chart is still to be looked up. */
export async function saveUnmanaged(
  cluster: string,
  key: ReleaseKey,
  newest: HelmSecret | null,
): Promise<boolean> {
  if (!isInstalled(newest)) {
    await db().unmanagedRelease.deleteMany({ where: { cluster, ...key } })
    return false
  }
  await upsertAll(cluster, [newest])
  const row = await db().unmanagedRelease.findFirst({
    where: { cluster, ...key },
    select: { chartName: true },
  })
  return row?.chartName === null
}

/** Replaces the unmanaged releases of a cluster. Returns the keys of those whose chart is still to be looked up. */
export async function replaceUnmanaged(
  cluster: string,
  secrets: readonly HelmSecret[],
): Promise<ReleaseKey[]> {
  const [{ now } = { now: new Date() }] = await db().$queryRaw<{ now: Date }[]>`
    SELECT date_trunc('milliseconds', clock_timestamp()) AS now`
  for (let from = 0; from < secrets.length; from += rowsAtOnce) {
    await upsertAll(cluster, secrets.slice(from, from + rowsAtOnce))
  }
  await db().unmanagedRelease.deleteMany({ where: { cluster, lastSeenAt: { lt: now } } })
  return db().unmanagedRelease.findMany({
    where: { cluster, chartName: null },
    select: { namespace: true, releaseName: true },
  })
}

/** A newer revision may have another chart. */
async function upsertAll(cluster: string, secrets: readonly HelmSecret[]): Promise<void> {
  const ids = secrets.map(() => uuidv7())
  await db().$executeRaw`
    INSERT INTO unmanaged_release AS u (id, cluster, namespace, release_name, revision, status, first_seen_at, last_seen_at)
    SELECT id, ${cluster}, namespace, name, revision, status, clock_timestamp(), clock_timestamp()
    FROM unnest(${ids}::uuid[], ${secrets.map((secret) => secret.namespace)}::text[], ${secrets.map((secret) => secret.releaseName)}::text[],
      ${secrets.map((secret) => secret.revision)}::int[], ${secrets.map((secret) => secret.status)}::text[])
      AS seen (id, namespace, name, revision, status)
    ON CONFLICT (cluster, namespace, release_name) DO UPDATE SET
      revision = EXCLUDED.revision, status = EXCLUDED.status, last_seen_at = EXCLUDED.last_seen_at,
      chart_name = CASE WHEN u.revision = EXCLUDED.revision THEN u.chart_name END,
      chart_version = CASE WHEN u.revision = EXCLUDED.revision THEN u.chart_version END,
      app_version = CASE WHEN u.revision = EXCLUDED.revision THEN u.app_version END`
}

export async function lookUpChart(cluster: string, key: ReleaseKey, api: KubernetesApi): Promise<void> {
  const row = await db().unmanagedRelease.findFirst({ where: { cluster, ...key } })
  if (row === null || row.chartName !== null) return
  const stored = await readStoredRevision(api, key, row.revision)
  const chart = stored?.record.chart
  if (!chart) return
  await db().unmanagedRelease.updateMany({
    where: { id: row.id, revision: row.revision },
    data: {
      chartName: chart.name,
      chartVersion: chart.version,
      appVersion: chart.appVersion || chart.version,
    },
  })
}
