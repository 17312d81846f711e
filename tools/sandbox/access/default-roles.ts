import type { JsonObject } from "../json"
import type { KubeObject } from "../kube-object"

const rbac = "rbac.authorization.k8s.io"
const read = ["get", "list", "watch"]
const write = ["create", "delete", "deletecollection", "patch", "update"]

const rule = (apiGroups: string[], resources: string[], verbs: string[]): JsonObject => ({
  apiGroups,
  resources,
  verbs,
})

const workloads: [group: string, resources: string[]][] = [
  ["", ["configmaps", "endpoints", "persistentvolumeclaims", "pods", "replicationcontrollers", "services"]],
  ["", ["replicationcontrollers/scale", "serviceaccounts"]],
  ["apps", ["controllerrevisions", "daemonsets", "deployments", "deployments/scale", "replicasets"]],
  ["apps", ["replicasets/scale", "statefulsets", "statefulsets/scale"]],
  ["autoscaling", ["horizontalpodautoscalers"]],
  ["batch", ["cronjobs", "jobs"]],
  ["networking.k8s.io", ["ingresses", "networkpolicies"]],
  ["policy", ["poddisruptionbudgets"]],
]
const seen: [group: string, resources: string[]][] = [
  ["", ["namespaces", "events", "limitranges", "resourcequotas", "pods/log"]],
  ["events.k8s.io", ["events"]],
  ["discovery.k8s.io", ["endpointslices"]],
]

const viewRules = [...workloads, ...seen].map(([group, resources]) => rule([group], resources, read))
const editRules = [
  ...viewRules,
  ...workloads.map(([group, resources]) => rule([group], resources, write)),
  rule([""], ["secrets"], [...read, ...write]),
  rule(["coordination.k8s.io"], ["leases"], [...read, ...write]),
]
const adminRules = [...editRules, rule([rbac], ["roles", "rolebindings"], [...read, ...write])]

/** `admin`, `edit` and `view` also include roles with their label `aggregate-to-…`, as in every cluster. */
const role = (name: string, rules: JsonObject[]): KubeObject => ({
  apiVersion: `${rbac}/v1`,
  kind: "ClusterRole",
  metadata: { name },
  ...(name !== "cluster-admin" && {
    aggregationRule: {
      clusterRoleSelectors: [{ matchLabels: { [`${rbac}/aggregate-to-${name}`]: "true" } }],
    },
  }),
  rules,
})

/** The user-facing roles of every cluster. */
export const defaultRoles: KubeObject[] = [
  role("cluster-admin", [rule(["*"], ["*"], ["*"])]),
  role("admin", adminRules),
  role("edit", editRules),
  role("view", viewRules),
]
