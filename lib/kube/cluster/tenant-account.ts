import { setTimeout as sleep } from "node:timers/promises"
import { z } from "zod"
import { clusterScopedRole, tenantRoles } from "@/lib/platform/env"
import { conflict, type DomainError } from "@/lib/platform/errors"
import type { Cluster } from "./cluster"
import { impersonating } from "./kubeconfig"
import { hasStatus, KubernetesApi, onStatus } from "./kubernetes-api"

/** The service account in a tenant's namespace that Helm uses. */
const deployerAccount = "slipway-deployer"
const managedBy = { "app.kubernetes.io/managed-by": "slipway" }
const rbac = "rbac.authorization.k8s.io"

export type TenantNamespace = { namespace: string; clusterScoped: boolean }

/** The cluster as seen by a tenant: impersonates the tenant's service account where configured. */
export function asTenant(cluster: Cluster, namespace: string): Cluster {
  if (cluster.identity === "cluster") return cluster
  const username = `system:serviceaccount:${namespace}:${deployerAccount}`
  return { ...cluster, kubeconfig: impersonating(cluster.kubeconfig, username) }
}

/**
 * Creates missing parts of a tenant's namespace, service account and bindings, and removes bindings to roles that it should
 * no longer have. If Slipway lacks the permissions, throws a DomainError with the commands for an operator, and leaves
 * nothing behind. `create: false`: a missing namespace is not created.
 */
export async function prepareNamespace(
  cluster: Cluster,
  tenant: TenantNamespace,
  { create }: { create: boolean } = { create: true },
): Promise<void> {
  using api = new KubernetesApi(cluster)
  const existed = await hasNamespace(api, tenant.namespace)
  if (!existed && !create) return
  if (cluster.identity === "cluster") {
    if (!existed) await createNamespace(api, tenant, [helmStorage(tenant.namespace)])
    return
  }
  if (!existed) await createNamespace(api, tenant, needed(tenant))
  const created = await reconcileAccount(api, tenant, existed).catch(async (error: unknown) => {
    if (!hasStatus(error, 403)) throw error
    // An operator may have created the account manually.
    if (!(await canDeploy(cluster, tenant))) throw notPrepared(tenant, error.message)
    return false
  })
  if (created) await waitUntilGranted(cluster, tenant)
}

/** Whether Helm can already work in the namespace with its identity. */
export async function canDeploy(cluster: Cluster, tenant: TenantNamespace): Promise<boolean> {
  using api = new KubernetesApi(asTenant(cluster, tenant.namespace))
  const expected = [
    helmStorage(tenant.namespace),
    ...(tenant.clusterScoped
      ? [{ verb: "create", group: "apiextensions.k8s.io", resource: "customresourcedefinitions" }]
      : []),
  ]
  return await deniedOf(api, expected).then((denied) => denied.length === 0, onStatus(403, false))
}

async function deniedOf(api: KubernetesApi, required: readonly Access[]): Promise<Access[]> {
  const allowed = await Promise.all(required.map((access) => isAllowed(api, access)))
  return required.filter((_access, index) => !allowed[index])
}

/** Helm stores every revision in a Secret. */
export const helmStorage = (namespace: string): Access => ({
  verb: "create",
  group: "",
  resource: "secrets",
  namespace,
})

/** The permissions without which Slipway cannot use a namespace; without a name: in every namespace. */
function needed({ namespace, clusterScoped }: Partial<TenantNamespace>): Access[] {
  const where = namespace === undefined ? {} : { namespace }
  const bind = (name: string): Access => ({ verb: "bind", group: rbac, resource: "clusterroles", name })
  return [
    { verb: "create", group: "", resource: "serviceaccounts", ...where },
    { verb: "create", group: rbac, resource: "rolebindings", ...where },
    { verb: "impersonate", group: "", resource: "serviceaccounts", name: deployerAccount, ...where },
    ...tenantRoles().map(bind),
    ...(clusterScoped
      ? [{ verb: "create", group: rbac, resource: "clusterrolebindings" }, bind(clusterScopedRole())]
      : []),
  ]
}

/**
 * The permissions that every tenant requires and Slipway's account lacks in the cluster, as text; empty if none are
 * missing.
 */
export async function listMissingAccess(cluster: Cluster): Promise<string> {
  const ownAccess: Access[] = [
    { verb: "create", group: "", resource: "namespaces" },
    { verb: "watch", group: "", resource: "secrets" },
  ]
  const required: Access[] =
    cluster.identity === "cluster"
      ? [{ verb: "*", group: "*", resource: "*" }]
      : [...ownAccess, ...needed({ clusterScoped: false })]
  using api = new KubernetesApi(cluster)
  return listOf(await deniedOf(api, required))
}

const anyObject = z.unknown()

const exists = (api: KubernetesApi, path: string): Promise<boolean> =>
  api.get(path, anyObject).then(() => true, onStatus(404, false))

async function hasNamespace(api: KubernetesApi, namespace: string): Promise<boolean> {
  // An account that cannot read the namespace object may still be able to work in the namespace.
  return exists(api, `/api/v1/namespaces/${namespace}`).catch(onStatus(403, true))
}

async function createNamespace(
  api: KubernetesApi,
  tenant: TenantNamespace,
  required: Access[],
): Promise<void> {
  const { namespace } = tenant
  const denied = await deniedOf(api, required)
  if (denied.length > 0) throw notPrepared(tenant, `It is not allowed to ${listOf(denied)}.`)
  const metadata = { name: namespace, labels: managedBy }
  await createIfMissing(api, "/api/v1/namespaces", { apiVersion: "v1", kind: "Namespace", metadata }).catch(
    (error: unknown) => {
      throw hasStatus(error, 403) ? notPrepared(tenant, error.message) : error
    },
  )
}

const listOf = (denied: readonly Access[]) =>
  denied
    .map(({ verb, resource, name }) => `${verb} ${resource}${name === undefined ? "" : ` ${name}`}`)
    .join(", ")

const grantPollMs = 50
const grantTimeoutMs = 5_000

/** New bindings take a moment to become effective. */
async function waitUntilGranted(cluster: Cluster, tenant: TenantNamespace): Promise<void> {
  const deadline = Date.now() + grantTimeoutMs
  while (!(await canDeploy(cluster, tenant))) {
    if (Date.now() > deadline) {
      const roles = tenantRoles().join(", ")
      throw notPrepared(
        tenant,
        `Its service account has ${roles}, but is still not allowed to store Helm's Secrets.`,
      )
    }
    await sleep(grantPollMs)
  }
}

async function createIfMissing(api: KubernetesApi, path: string, object: unknown): Promise<void> {
  await api.post(path, object, anyObject).catch(onStatus(409, null))
}

const bindingSchema = z.object({ metadata: z.object({ name: z.string() }) })

/** The name of the binding for a role reference. */
const bindingName = (role: string) => `${deployerAccount}:${role}`

/** Returns whether it created a binding. */
async function reconcileAccount(
  api: KubernetesApi,
  tenant: TenantNamespace,
  existed: boolean,
): Promise<boolean> {
  const { namespace } = tenant
  const accounts = `/api/v1/namespaces/${namespace}/serviceaccounts`
  const bindings = `/apis/${rbac}/v1/namespaces/${namespace}/rolebindings`
  const labelSelector = "app.kubernetes.io/managed-by=slipway"
  const [hasAccount, bound] = existed
    ? await Promise.all([
        exists(api, `${accounts}/${deployerAccount}`),
        api.list(bindings, bindingSchema, { query: { labelSelector } }),
      ])
    : [false, []]
  const names = bound.map(({ metadata }) => metadata.name)
  const expected = new Map(tenantRoles().map((role) => [bindingName(role), role]))
  const missing = [...expected].filter(([name]) => !names.includes(name))
  for (const [name, role] of missing)
    await createIfMissing(api, bindings, binding("RoleBinding", name, role, namespace))
  if (!hasAccount) {
    const metadata = { name: deployerAccount, namespace, labels: managedBy }
    const account = { apiVersion: "v1", kind: "ServiceAccount", metadata }
    await createIfMissing(api, accounts, { ...account, automountServiceAccountToken: false })
  }
  for (const name of names) {
    if (name.startsWith(`${deployerAccount}:`) && !expected.has(name))
      await deleteIfExists(api, `${bindings}/${name}`)
  }
  return (await reconcileClusterScope(api, tenant)) || missing.length > 0
}

async function reconcileClusterScope(
  api: KubernetesApi,
  { namespace, clusterScoped }: TenantNamespace,
): Promise<boolean> {
  const bindings = `/apis/${rbac}/v1/clusterrolebindings`
  const name = `${deployerAccount}:${namespace}`
  if (clusterScoped) {
    if (await exists(api, `${bindings}/${name}`)) return false
    await createIfMissing(api, bindings, binding("ClusterRoleBinding", name, clusterScopedRole(), namespace))
    return true
  }
  // Without permission to delete such bindings, Slipway never created one.
  await deleteIfExists(api, `${bindings}/${name}`).catch(onStatus(403, undefined))
  return false
}

async function deleteIfExists(api: KubernetesApi, path: string): Promise<void> {
  await api.remove(path).catch(onStatus(404, undefined))
}

function binding(kind: "RoleBinding" | "ClusterRoleBinding", name: string, role: string, namespace: string) {
  return {
    apiVersion: `${rbac}/v1`,
    kind,
    metadata: { name, labels: managedBy },
    roleRef: { apiGroup: rbac, kind: "ClusterRole", name: role },
    subjects: [{ kind: "ServiceAccount", name: deployerAccount, namespace }],
  }
}

/** The error with the commands that an operator has to run once. */
function notPrepared({ namespace, clusterScoped }: TenantNamespace, reason: string): DomainError {
  const account = `${namespace}:${deployerAccount}`
  const commands = [
    `kubectl create namespace ${namespace}`,
    `kubectl create serviceaccount ${deployerAccount} -n ${namespace}`,
    ...tenantRoles().map(
      (role) =>
        `kubectl create rolebinding ${bindingName(role)} -n ${namespace} --clusterrole=${role} --serviceaccount=${account}`,
    ),
    ...(clusterScoped
      ? [
          `kubectl create clusterrolebinding ${deployerAccount}:${namespace} --clusterrole=${clusterScopedRole()} --serviceaccount=${account}`,
        ]
      : []),
  ]
  return conflict(
    `Slipway's account cannot prepare the namespace ${namespace}: ${reason} Grant it the permissions of deploy/kubernetes/rbac.yaml, or create the missing objects manually: ${commands.join("; ")}`,
  )
}

/** One permission of an account; without a namespace: cluster-wide. */
export type Access = { verb: string; group: string; resource: string; namespace?: string; name?: string }

const reviewSchema = z.object({ status: z.object({ allowed: z.boolean() }) })

/** Whether the account of the client has the permission; also for a namespace that does not exist. Throws KubernetesError. */
export async function isAllowed(api: KubernetesApi, access: Access): Promise<boolean> {
  const review = {
    apiVersion: "authorization.k8s.io/v1",
    kind: "SelfSubjectAccessReview",
    spec: { resourceAttributes: access },
  }
  const path = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews"
  const { status } = await api.post(path, review, reviewSchema)
  return status.allowed
}
