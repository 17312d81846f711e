import { ApiError } from "../api-error"
import { type Json, listAt, objectAt, textAt, textsAt } from "../json"
import { kinds, storageOf } from "../kinds"
import { type KubeObject, labelsOf } from "../kube-object"
import type { Store } from "../store"
import { type User, userNamed } from "./user"

/** The action of a request. `namespace` null: in all namespaces, or on cluster-scoped objects. */
export type Access = {
  verb: string
  group: string
  resource: string
  subresource: string | null
  namespace: string | null
  name: string | null
}

/** Role-based access control as in a cluster: the union of all grants, without denials. */
export function isAllowed(store: Store, user: User, access: Access): boolean {
  if (user.groups.includes("system:masters")) return true
  const inCluster = store.list(storageOf(kinds.clusterRoleBinding), "")
  const inNamespace =
    access.namespace === null ? [] : store.list(storageOf(kinds.roleBinding), access.namespace)
  return [...inCluster, ...inNamespace]
    .filter((binding) => listAt(binding, "subjects").some((subject) => concerns(subject, user)))
    .some((binding) => rulesOf(store, binding).some((rule) => grants(rule, access)))
}

/** 403 with the API server's message. */
export function authorize(store: Store, user: User, access: Access): void {
  if (isAllowed(store, user, access)) return
  const { verb, group, resource, subresource, namespace, name } = access
  const path = subresource === null ? resource : `${resource}/${subresource}`
  const where = namespace === null ? "at the cluster scope" : `in the namespace "${namespace}"`
  const subject = `${resource}${group === "" ? "" : `.${group}`}${name === null ? "" : ` "${name}"`}`
  throw new ApiError(
    403,
    "Forbidden",
    `${subject} is forbidden: User "${user.name}" cannot ${verb} resource "${path}" in API group "${group}" ${where}`,
    { name: name ?? undefined, group: group || undefined, kind: resource },
  )
}

/** The user that a request is made as: the caller, or a user that the caller may impersonate. */
export function actingAs(store: Store, caller: User, impersonated: string | undefined): User {
  if (impersonated === undefined) return caller
  const [, namespace, name] = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(impersonated) ?? []
  const isAccount = namespace !== undefined && name !== undefined
  authorize(store, caller, {
    verb: "impersonate",
    group: "",
    resource: isAccount ? "serviceaccounts" : "users",
    subresource: null,
    namespace: isAccount ? namespace : null,
    name: isAccount ? name : impersonated,
  })
  return userNamed(impersonated)
}

function concerns(subject: Json, user: User): boolean {
  const name = textAt(subject, "name") ?? ""
  const kind = textAt(subject, "kind")
  if (kind === "Group") return user.groups.includes(name)
  if (kind === "User") return user.name === name
  return user.name === `system:serviceaccount:${textAt(subject, "namespace") ?? ""}:${name}`
}

function rulesOf(store: Store, binding: KubeObject): Json[] {
  const { kind, name } = textsAt(binding, "roleRef")
  if (name === undefined) return []
  if (kind === "Role") {
    const namespace = textAt(binding, "metadata", "namespace") ?? ""
    return listAt(store.get(storageOf(kinds.role), namespace, name) ?? {}, "rules")
  }
  const role = store.get(storageOf(kinds.clusterRole), "", name)
  return role === null ? [] : [...listAt(role, "rules"), ...aggregatedRules(store, role)]
}

/** An aggregated role collects the rules of all roles with certain labels. */
function aggregatedRules(store: Store, role: KubeObject): Json[] {
  const selectors = listAt(objectAt(role, "aggregationRule"), "clusterRoleSelectors")
  if (selectors.length === 0) return []
  return store.list(storageOf(kinds.clusterRole), "").flatMap((other) => {
    const labels = labelsOf(other)
    const isSelected = selectors.some((selector) =>
      Object.entries(textsAt(selector, "matchLabels")).every(([key, value]) => labels[key] === value),
    )
    return isSelected ? listAt(other, "rules") : []
  })
}

function grants(rule: Json, { verb, group, resource, subresource, name }: Access): boolean {
  const has = (field: string, ...values: string[]) => {
    const allowed = listAt(rule, field)
    return allowed.includes("*") || values.some((one) => allowed.includes(one))
  }
  const names = listAt(rule, "resourceNames")
  const path = subresource === null ? [resource] : [`${resource}/${subresource}`, `*/${subresource}`]
  return (
    has("verbs", verb) &&
    has("apiGroups", group) &&
    has("resources", ...path) &&
    (names.length === 0 || (name !== null && names.includes(name)))
  )
}
