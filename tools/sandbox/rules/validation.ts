import type { Cause } from "../api-error"
import { type Json, type JsonObject, listAt, objectAt, sameJson, textAt, textsAt, valueAt } from "../json"
import { type KubeObject, labelsOf, nameOf } from "../kube-object"
import { matchesLabels, selectorOf } from "./selectors"
import { podSpecPath } from "./wrong-type"

const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/
const subdomainRule =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"
const labelValue = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/
const labelRule =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character"
const largestData = 1_048_576

/** The faults of an object, in the API server's wording; empty if there are none. */
export function problemsOf(object: KubeObject, before: KubeObject | null): Cause[] {
  return [
    ...metadataProblems(object),
    ...workloadProblems(object),
    ...dataProblems(object),
    ...serviceProblems(object),
    ...(before === null ? [] : immutableProblems(object, before)),
  ]
}

const invalidValue = (field: string, value: Json | undefined, rule: string): Cause => ({
  field,
  message: `Invalid value: ${JSON.stringify(value ?? null)}: ${rule}`,
})
const required = (field: string): Cause => ({
  field,
  message: "Required value",
  reason: "FieldValueRequired",
})
const isImmutable = (field: string, value: Json | undefined): Cause =>
  invalidValue(field, value, "field is immutable")

function metadataProblems(object: KubeObject): Cause[] {
  const name = nameOf(object)
  const isRole = object.apiVersion.startsWith("rbac.authorization.k8s.io/")
  const problems: Cause[] = []
  const isNamed = isRole
    ? !/[/%]|^\.{1,2}$/.test(name) && name !== ""
    : subdomain.test(name) && name.length <= 253
  if (!isNamed) problems.push(invalidValue("metadata.name", name, subdomainRule))
  for (const value of Object.values(labelsOf(object))) {
    if (value.length > 63)
      problems.push(invalidValue("metadata.labels", value, "must be no more than 63 bytes"))
    else if (!labelValue.test(value)) problems.push(invalidValue("metadata.labels", value, labelRule))
  }
  return problems
}

const selecting = new Set(["Deployment", "ReplicaSet", "StatefulSet", "DaemonSet"])

function workloadProblems(object: KubeObject): Cause[] {
  const path = podSpecPath[object.kind]
  if (path === undefined) return []
  const containers = listAt(object, ...path, "containers")
  const field = `${path.join(".")}.containers`
  const problems = containers.length === 0 ? [required(field)] : []
  containers.forEach((container, index) => {
    for (const name of ["name", "image"]) {
      if (!textAt(container, name)) problems.push(required(`${field}[${index}].${name}`))
    }
  })
  return selecting.has(object.kind) ? [...problems, ...selectorProblems(object)] : problems
}

function selectorProblems(object: KubeObject): Cause[] {
  const selector = selectorOf(valueAt(object, "spec", "selector"))
  if (selector.length === 0) return [required("spec.selector")]
  const labels = textsAt(object, "spec", "template", "metadata", "labels")
  if (matchesLabels(labels, selector)) return []
  return [
    invalidValue("spec.template.metadata.labels", labels, "`selector` does not match template `labels`"),
  ]
}

function dataProblems(object: KubeObject): Cause[] {
  if (object.kind !== "Secret" && object.kind !== "ConfigMap") return []
  const values = Object.values({ ...objectAt(object, "data"), ...objectAt(object, "binaryData") })
  const sizes = values.map((value) => (typeof value === "string" ? value.length : 0))
  const isEncoded = object.kind === "Secret"
  const bytes = sizes.reduce((sum, size) => sum + (isEncoded ? Math.floor((size * 3) / 4) : size), 0)
  if (bytes <= largestData) return []
  return [
    {
      field: "data",
      message: `Too long: may not be more than ${largestData} bytes`,
      reason: "FieldValueTooLong",
    },
  ]
}

function serviceProblems(object: KubeObject): Cause[] {
  if (object.kind !== "Service") return []
  const headless = textAt(object, "spec", "clusterIP") === "None"
  const external = textAt(object, "spec", "type") === "ExternalName"
  return listAt(object, "spec", "ports").length === 0 && !headless && !external
    ? [required("spec.ports")]
    : []
}

const immutableFields: Record<string, string[][]> = {
  Deployment: [["spec", "selector"]],
  ReplicaSet: [["spec", "selector"]],
  DaemonSet: [["spec", "selector"]],
  Job: [
    ["spec", "template"],
    ["spec", "selector"],
    ["spec", "completionMode"],
  ],
  Service: [["spec", "clusterIP"]],
  Secret: [["type"]],
  PersistentVolumeClaim: [
    ["spec", "accessModes"],
    ["spec", "storageClassName"],
  ],
  RoleBinding: [["roleRef"]],
  ClusterRoleBinding: [["roleRef"]],
  StorageClass: [["provisioner"], ["parameters"]],
}

function immutableProblems(object: KubeObject, before: KubeObject): Cause[] {
  const problems = (immutableFields[object.kind] ?? [])
    .filter((path) => isSet(before, path) && !sameJson(valueAt(before, ...path), valueAt(object, ...path)))
    .map((path) => isImmutable(path.join("."), valueAt(object, ...path)))
  if (object.kind === "PersistentVolumeClaim" && requestedBytes(object) < requestedBytes(before)) {
    const field = "spec.resources.requests.storage"
    problems.push({ field, message: "Forbidden: field can not be less than status.capacity" })
  }
  if (object.kind === "StatefulSet") problems.push(...statefulSetProblems(object, before))
  if (before.immutable === true && !sameJson(before.data, object.data)) {
    problems.push({ field: "data", message: "Forbidden: field is immutable when `immutable` is set" })
  }
  return problems
}

const units: Record<string, number> = {
  "": 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
}

function requestedBytes(claim: JsonObject): number {
  const [, number = "0", unit = ""] =
    /^([\d.]+)([A-Za-z]*)$/.exec(textAt(claim, "spec", "resources", "requests", "storage") ?? "") ?? []
  return Number(number) * (units[unit] ?? 1)
}

const isSet = (object: JsonObject, path: readonly string[]) => valueAt(object, ...path) !== undefined

const changeable = [
  "replicas",
  "ordinals",
  "template",
  "updateStrategy",
  "revisionHistoryLimit",
  "persistentVolumeClaimRetentionPolicy",
  "minReadySeconds",
]

function statefulSetProblems(object: KubeObject, before: KubeObject): Cause[] {
  const fixed = (one: KubeObject) =>
    Object.fromEntries(Object.entries(objectAt(one, "spec")).filter(([name]) => !changeable.includes(name)))
  if (sameJson(fixed(object), fixed(before))) return []
  const message =
    "Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden"
  return [{ field: "spec", message, reason: "FieldValueForbidden" }]
}
