import { type KubernetesApi, onStatus } from "./kubernetes-api"
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
  const namespacePath = `namespaces/${encodeURIComponent(namespace)}`
  const [events, ...lists] = await Promise.all([
    api.list(`/api/v1/${namespacePath}/events`, clusterEventSchema),
    ...Object.entries(kinds).map(async ([kind, group]) => {
      const objects = api.list(`/${group}/${namespacePath}/${plural(kind)}`, liveObjectSchema)
      // Claims only add reasons; a role that is not allowed to list them still sees the workloads.
      const orNone = kind === "PersistentVolumeClaim" ? onStatus(403, []) : null
      return (await objects.catch(orNone)).map((item) => ({ ...item, kind }))
    }),
  ])
  return { workloads: lists.flat(), events }
}
