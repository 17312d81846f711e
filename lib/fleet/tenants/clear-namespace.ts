import { z } from "zod"
import { KubernetesApi, onStatus } from "@/lib/kube/cluster/kubernetes-api"
import { clusterNamed } from "@/lib/kube/cluster/read-clusters"
import { db } from "@/lib/platform/db/transaction"

export const clearNamespaceTask = "clear_namespace"

const placeSchema = z.object({ cluster: z.string(), namespace: z.string() })

/** Enqueues the deletion when the current transaction commits; the job is retried while the sandbox is unavailable. */
export async function addClearNamespaceJob({
  cluster,
  namespace,
}: z.infer<typeof placeSchema>): Promise<void> {
  await db().$executeRaw`
    SELECT graphile_worker.add_job(${clearNamespaceTask},
      json_build_object('cluster', ${cluster}::text, 'namespace', ${namespace}::text))`
}

/** Deletes a sandbox namespace with its content, unless a tenant owns it again. Other clusters are never touched. */
export async function clearNamespace(payload: unknown): Promise<void> {
  const { cluster: name, namespace } = placeSchema.parse(payload)
  const cluster = await clusterNamed(name)
  if (cluster.source !== "sandbox" || (await db().tenant.count({ where: { cluster: name, namespace } })) > 0)
    return
  using api = new KubernetesApi(cluster)
  await api.remove(`/api/v1/namespaces/${namespace}`).catch(onStatus(404, undefined))
}
