import { clusterNamed } from "@/lib/kube/cluster/cluster-named"
import { KubernetesApi } from "@/lib/kube/cluster/kubernetes-api"
import { type NamespaceState, readNamespace } from "@/lib/kube/cluster/read-namespace"
import { asTenant } from "@/lib/kube/cluster/tenant-account"

export type ReadNamespace = (namespace: string) => Promise<NamespaceState>

const waitMs = 5_000

/** Calls `work` with a cached reader of one cluster's namespaces, which throws when the cluster is unavailable. */
export async function readingNamespaces<T>(
  cluster: string,
  work: (read: ReadNamespace) => Promise<T>,
): Promise<T> {
  const known = new Map<string, Promise<NamespaceState>>()
  const read = async (namespace: string) => {
    const api = new KubernetesApi(asTenant(await clusterNamed(cluster), namespace), waitMs)
    return readNamespace(api, namespace).finally(() => api.close())
  }
  return work((namespace) => {
    const reading = known.get(namespace) ?? read(namespace)
    known.set(namespace, reading)
    return reading
  })
}
