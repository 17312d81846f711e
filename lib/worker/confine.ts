import { readFile } from "node:fs/promises"
import type inspectTemplatesTask from "@/lib/fleet/charts/archive/inspect-templates.task"
import type { Cluster } from "@/lib/kube/cluster/cluster"
import type { KubernetesApi } from "@/lib/kube/cluster/kubernetes-api"
import { ObjectReader } from "@/lib/kube/cluster/read-live-object"
import type { ReleaseRecord } from "@/lib/kube/helm/schema"
import { parseManifests } from "@/lib/kube/masking/parse-manifests"
import type { Operation, Tenant } from "@/lib/platform/db/generated/client"
import { conflict } from "@/lib/platform/errors"
import { threadTask } from "@/lib/platform/threads/thread-task"
import { type ChangeContext, readRevision } from "./change-context"

/**
 * Whether Slipway itself must confine a change to the tenant's namespace. On a cluster where Helm acts as the tenant, the
 * cluster's RBAC does so.
 */
export function isConfined(
  cluster: Cluster,
  { limited }: Pick<Operation, "limited">,
  tenant: Tenant,
): boolean {
  return cluster.identity === "cluster" && (limited || tenant.isolated)
}

type Rendered = Pick<ReleaseRecord, "manifest" | "hooks" | "values">

/** Throws if the change would apply objects outside the namespace. `render`: what Helm would apply, as a dry run. */
export async function confine(context: ChangeContext, render: () => Promise<Rendered | null>): Promise<void> {
  const { cluster, operation, tenant, request, chart, api } = context
  if (!isConfined(cluster, operation, tenant) || request.kind === "UNINSTALL") return
  const { namespace } = operation
  if (request.kind === "ROLLBACK") {
    const stored = await readRevision(context, request.targetRevision)
    if (stored === null)
      throw reachesOutside(`revision ${request.targetRevision} no longer exists and cannot be checked`)
    return rejectObjects(api, namespace, stored.record)
  }
  if (chart === null) return
  await rejectTemplates(namespace, chart.path, request.kind === "INSTALL")
  rejectValues(request.values)
  const rendered = await render()
  if (rendered === null) return
  rejectValues(rendered.values)
  await rejectObjects(api, namespace, rendered)
}

/** Checks a preview, which renders the chart without access to the cluster. */
export async function confinePreview(
  api: KubernetesApi,
  namespace: string,
  { path, isInstall }: { path: string; isInstall: boolean },
  rendered: Rendered,
): Promise<void> {
  await rejectTemplates(namespace, path, isInstall)
  rejectValues(rendered.values)
  await rejectObjects(api, namespace, rendered)
}

const inspectTemplates = threadTask<typeof inspectTemplatesTask>(
  "lib/fleet/charts/archive/inspect-templates.task.ts",
)

async function rejectTemplates(namespace: string, path: string, isInstall: boolean): Promise<void> {
  const { lookup, crds } = await inspectTemplates(namespace, await readFile(path))
  if (lookup !== null) throw reachesOutside(`${lookup} reads the cluster with \`lookup\``)
  // Helm creates CRDs only on install.
  if (crds && isInstall) throw reachesOutside("it contains CustomResourceDefinitions")
}

function rejectValues(values: unknown): void {
  const pointer = templatedValue(values)
  if (pointer !== null) throw reachesOutside(`the value ${pointer} is a template that could read the cluster`)
}

async function rejectObjects(
  api: KubernetesApi,
  namespace: string,
  { manifest, hooks }: Pick<Rendered, "manifest" | "hooks">,
): Promise<void> {
  const reader = new ObjectReader(api)
  const texts = [manifest, ...hooks.map((hook) => hook.manifest)]
  for (const { apiVersion, kind, metadata } of await parseManifests(namespace, texts)) {
    const object = `${kind} ${metadata.name}`
    if (metadata.namespace !== undefined && metadata.namespace !== namespace)
      throw reachesOutside(`${object} is in the namespace ${metadata.namespace}`)
    const resource = await reader.resourceOf(apiVersion, kind)
    if (resource === null) throw reachesOutside(`the cluster does not know the kind of ${object}`)
    if (!resource.namespaced) throw reachesOutside(`${object} is cluster-scoped`)
  }
}

const reachesOutside = (what: string) =>
  conflict(
    `This chart reaches beyond the tenant's namespace: ${what}. Helm does not act as the tenant on this cluster, so Slipway rejects it for isolated tenants and for callers limited to some tenants.`,
  )

/** `{{ .Values.image.tag }}` and similar plain references, which only repeat known values. */
const plainReference =
  /\{\{-?\s*\.(?:Values|Release|Chart)(?:\.\w+)+\s*(?:\|\s*(?:quote|lower|upper|trim)\s*)*-?\}\}/g

/**
 * The pointer of the first value that a chart could render as a template that reads the cluster: a value with more than
 * plain references, or with `lookup`. Null if there is none.
 */
function templatedValue(values: unknown, pointer = ""): string | null {
  if (typeof values === "string") return isTemplated(values) ? pointer || "/" : null
  if (typeof values !== "object" || values === null) return null
  for (const [key, value] of Object.entries(values)) {
    const innerPointer = `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`
    const templatedAt = isTemplated(key) ? innerPointer : templatedValue(value, innerPointer)
    if (templatedAt !== null) return templatedAt
  }
  return null
}

function isTemplated(text: string): boolean {
  const rest = text.replaceAll(plainReference, "")
  return rest.includes("{{") || /\{\s*$/.test(rest) || /\blookup\b/.test(rest)
}
