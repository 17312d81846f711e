import { clusterNamed } from "@/lib/cluster/cluster-named"
import { KubernetesApi } from "@/lib/cluster/kubernetes-api"
import { type NamespaceState, readNamespace } from "@/lib/cluster/read-namespace"

export type ReadNamespace = (namespace: string) => Promise<NamespaceState>

const patienceMilliseconds = 5_000

/** Lends `work` a reader of one cluster's namespaces, which reads each once. It throws where the cluster cannot be asked. */
export async function readingNamespaces<T>(
  cluster: string,
  work: (read: ReadNamespace) => Promise<T>,
): Promise<T> {
  const api = clusterNamed(cluster).then((one) => new KubernetesApi(one, patienceMilliseconds))
  const known = new Map<string, Promise<NamespaceState>>()
  try {
    return await work((namespace) => {
      const read = known.get(namespace) ?? api.then((open) => readNamespace(open, namespace))
      known.set(namespace, read)
      return read
    })
  } finally {
    await api.then(
      (open) => open.close(),
      () => undefined,
    )
  }
}
