import { z } from "zod"
import { clusterNamed } from "@/lib/kube/cluster/cluster-named"
import { KubernetesApi, KubernetesError } from "@/lib/kube/cluster/kubernetes-api"
import { db } from "@/lib/platform/db/transaction"

/** The name of the task that takes a namespace out of the sandbox. */
export const clearNamespaceTask = "clear_namespace"

const placeSchema = z.object({ cluster: z.string(), namespace: z.string() })

/** Asks a worker to clear a namespace, when the transaction under way commits; it tries again while the sandbox is away. */
export async function addClearNamespaceJob({
  cluster,
  namespace,
}: z.infer<typeof placeSchema>): Promise<void> {
  await db().$executeRaw`
    SELECT graphile_worker.add_job(${clearNamespaceTask},
      json_build_object('cluster', ${cluster}::text, 'namespace', ${namespace}::text))`
}

/** Takes a namespace of the sandbox away with all that is in it, unless a tenant has it now. No other cluster is touched. */
export async function clearNamespace(payload: unknown): Promise<void> {
  const { cluster: name, namespace } = placeSchema.parse(payload)
  const cluster = await clusterNamed(name)
  if (cluster.source !== "sandbox" || (await db().tenant.count({ where: { cluster: name, namespace } })) > 0)
    return
  const api = new KubernetesApi(cluster)
  try {
    await api.remove(`/api/v1/namespaces/${namespace}`)
  } catch (error) {
    if (!(error instanceof KubernetesError) || error.status !== 404) throw error
  } finally {
    api.close()
  }
}
