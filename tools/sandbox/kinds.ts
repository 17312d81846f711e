/** One resource type of the API, identified by `plural` and `group`; versions differ only in the apiVersion written. */
export type ResourceType = {
  group: string
  version: string
  kind: string
  plural: string
  singular: string
  namespaced: boolean
  shortNames: readonly string[]
  categories: readonly string[]
  /** Whether `status` is a subresource and the generation counts changes to the rest. */
  hasStatus: boolean
  hasScale: boolean
  /** Reviews are evaluated and not stored. */
  storable: boolean
}

type Options = {
  namespaced?: boolean
  short?: string[]
  all?: boolean
  status?: boolean
  scale?: boolean
  storable?: boolean
  plural?: string
}

function kind(apiVersion: string, name: string, options: Options = {}): ResourceType {
  const [first = "", second] = apiVersion.split("/")
  const singular = name.toLowerCase()
  return {
    group: second === undefined ? "" : first,
    version: second ?? first,
    kind: name,
    plural: options.plural ?? pluralOf(singular),
    singular,
    namespaced: options.namespaced ?? true,
    shortNames: options.short ?? [],
    categories: options.all ? ["all"] : [],
    hasStatus: options.status ?? false,
    hasScale: options.scale ?? false,
    storable: options.storable ?? true,
  }
}

function pluralOf(singular: string): string {
  if (/(s|x|ch)$/.test(singular)) return `${singular}es`
  return singular.endsWith("y") ? `${singular.slice(0, -1)}ies` : `${singular}s`
}

const cluster = { namespaced: false }
const review = { namespaced: false, storable: false }
const workload = { all: true, status: true }

/** The first version of a group is the preferred one. */
export const builtInKinds: readonly ResourceType[] = [
  kind("v1", "Namespace", { ...cluster, short: ["ns"], status: true }),
  kind("v1", "Node", { ...cluster, short: ["no"], status: true }),
  kind("v1", "PersistentVolume", { ...cluster, short: ["pv"], status: true }),
  kind("v1", "PersistentVolumeClaim", { short: ["pvc"], status: true }),
  kind("v1", "Pod", { ...workload, short: ["po"] }),
  kind("v1", "ReplicationController", { ...workload, short: ["rc"], scale: true }),
  kind("v1", "Service", { ...workload, short: ["svc"] }),
  kind("v1", "Endpoints", { short: ["ep"], plural: "endpoints" }),
  kind("v1", "ConfigMap", { short: ["cm"] }),
  kind("v1", "Secret"),
  kind("v1", "ServiceAccount", { short: ["sa"] }),
  kind("v1", "Event", { short: ["ev"] }),
  kind("v1", "LimitRange", { short: ["limits"] }),
  kind("v1", "ResourceQuota", { short: ["quota"], status: true }),
  kind("apps/v1", "Deployment", { ...workload, short: ["deploy"], scale: true }),
  kind("apps/v1", "ReplicaSet", { ...workload, short: ["rs"], scale: true }),
  kind("apps/v1", "StatefulSet", { ...workload, short: ["sts"], scale: true }),
  kind("apps/v1", "DaemonSet", { ...workload, short: ["ds"] }),
  kind("apps/v1", "ControllerRevision"),
  kind("batch/v1", "Job", workload),
  kind("batch/v1", "CronJob", { ...workload, short: ["cj"] }),
  kind("networking.k8s.io/v1", "Ingress", { short: ["ing"], status: true }),
  kind("networking.k8s.io/v1", "IngressClass", cluster),
  kind("networking.k8s.io/v1", "NetworkPolicy", { short: ["netpol"] }),
  kind("rbac.authorization.k8s.io/v1", "Role"),
  kind("rbac.authorization.k8s.io/v1", "RoleBinding"),
  kind("rbac.authorization.k8s.io/v1", "ClusterRole", cluster),
  kind("rbac.authorization.k8s.io/v1", "ClusterRoleBinding", cluster),
  kind("policy/v1", "PodDisruptionBudget", { short: ["pdb"], status: true }),
  kind("autoscaling/v2", "HorizontalPodAutoscaler", { ...workload, short: ["hpa"] }),
  kind("autoscaling/v1", "HorizontalPodAutoscaler", { ...workload, short: ["hpa"] }),
  kind("apiextensions.k8s.io/v1", "CustomResourceDefinition", {
    ...cluster,
    short: ["crd", "crds"],
    status: true,
  }),
  kind("apiregistration.k8s.io/v1", "APIService", { ...cluster, status: true }),
  kind("coordination.k8s.io/v1", "Lease"),
  kind("admissionregistration.k8s.io/v1", "MutatingWebhookConfiguration", cluster),
  kind("admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration", cluster),
  kind("admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicy", cluster),
  kind("admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicyBinding", cluster),
  kind("scheduling.k8s.io/v1", "PriorityClass", { ...cluster, short: ["pc"] }),
  kind("storage.k8s.io/v1", "StorageClass", { ...cluster, short: ["sc"] }),
  kind("discovery.k8s.io/v1", "EndpointSlice"),
  kind("events.k8s.io/v1", "Event", { short: ["ev"] }),
  kind("authorization.k8s.io/v1", "SelfSubjectAccessReview", review),
  kind("authorization.k8s.io/v1", "SelfSubjectRulesReview", review),
  kind("authorization.k8s.io/v1", "SubjectAccessReview", review),
  kind("authentication.k8s.io/v1", "TokenReview", review),
  kind("authentication.k8s.io/v1", "SelfSubjectReview", review),
]

export const apiVersionOf = (type: ResourceType): string =>
  type.group === "" ? type.version : `${type.group}/${type.version}`

/** The storage key of objects of the type, the same for all its versions. */
export const storageOf = (type: ResourceType): string => `${type.group}/${type.plural}`

function builtIn(storage: string): ResourceType {
  const builtIn = builtInKinds.find((type) => storageOf(type) === storage)
  if (builtIn === undefined) throw new Error(`No such kind: ${storage}`)
  return builtIn
}

/** The kinds that the sandbox itself reads and writes. */
export const kinds = {
  namespace: builtIn("/namespaces"),
  node: builtIn("/nodes"),
  pod: builtIn("/pods"),
  service: builtIn("/services"),
  endpoints: builtIn("/endpoints"),
  endpointSlice: builtIn("discovery.k8s.io/endpointslices"),
  claim: builtIn("/persistentvolumeclaims"),
  volume: builtIn("/persistentvolumes"),
  serviceAccount: builtIn("/serviceaccounts"),
  secret: builtIn("/secrets"),
  configMap: builtIn("/configmaps"),
  event: builtIn("/events"),
  deployment: builtIn("apps/deployments"),
  replicaSet: builtIn("apps/replicasets"),
  statefulSet: builtIn("apps/statefulsets"),
  daemonSet: builtIn("apps/daemonsets"),
  job: builtIn("batch/jobs"),
  ingress: builtIn("networking.k8s.io/ingresses"),
  budget: builtIn("policy/poddisruptionbudgets"),
  autoscaler: builtIn("autoscaling/horizontalpodautoscalers"),
  role: builtIn("rbac.authorization.k8s.io/roles"),
  roleBinding: builtIn("rbac.authorization.k8s.io/rolebindings"),
  clusterRole: builtIn("rbac.authorization.k8s.io/clusterroles"),
  clusterRoleBinding: builtIn("rbac.authorization.k8s.io/clusterrolebindings"),
  apiService: builtIn("apiregistration.k8s.io/apiservices"),
  definition: builtIn("apiextensions.k8s.io/customresourcedefinitions"),
  storageClass: builtIn("storage.k8s.io/storageclasses"),
  ingressClass: builtIn("networking.k8s.io/ingressclasses"),
} as const
