import { type KubernetesApi, KubernetesError } from "./kubernetes-api"
import { type ClusterEvent, clusterEventSchema, type LiveObject, liveObjectSchema } from "./workload-schema"

export type Workload = LiveObject & { kind: string }
export type NamespaceState = { workloads: Workload[]; events: ClusterEvent[] }

const kinds = {
  Deployment: "apis/apps/v1",
  StatefulSet: "apis/apps/v1",
  DaemonSet: "apis/apps/v1",
  ReplicaSet: "apis/apps/v1",
  Job: "apis/batch/v1",
  Pod: "api/v1",
  PersistentVolumeClaim: "api/v1",
} as const

const plural = (kind: string) => `${kind.toLowerCase()}s`

/** The workloads in a namespace, and the warning events. Throws KubernetesError. */
export async function readNamespace(api: KubernetesApi, namespace: string): Promise<NamespaceState> {
  const within = `namespaces/${encodeURIComponent(namespace)}`
  const [events, ...lists] = await Promise.all([
    api.list(`/api/v1/${within}/events`, clusterEventSchema),
    ...Object.entries(kinds).map(async ([kind, group]) => {
      const listed = api.list(`/${group}/${within}/${plural(kind)}`, liveObjectSchema)
      const { items } = await (kind === "PersistentVolumeClaim" ? listed.catch(orNone) : listed)
      return items.map((item) => ({ ...item, kind }))
    }),
  ])
  return { workloads: lists.flat(), events: events.items }
}

/** Claims only add to the reasons; a role that may not list them still sees the workloads. */
function orNone(error: unknown): { items: LiveObject[] } {
  if (error instanceof KubernetesError && error.status === 403) return { items: [] }
  throw error
}
