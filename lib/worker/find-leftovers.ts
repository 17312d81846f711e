import { z } from "zod"
import type { Footprint, VolumeClaims } from "@/lib/fleet/releases/footprint.task"
import { claimsMessage, crdMessages, footprintOfRevision, keptMessage } from "@/lib/fleet/releases/leftovers"
import { type KubernetesApi, KubernetesError, onStatus } from "@/lib/kube/cluster/kubernetes-api"
import { ObjectReader } from "@/lib/kube/cluster/read-live-object"
import { HelmError } from "@/lib/kube/helm/helm-error"
import type { ManifestObject } from "@/lib/kube/masking/manifest-documents"
import { log } from "@/lib/platform/log"
import type { ChangeContext } from "./change-context"

const claimSchema = z.object({ metadata: z.object({ name: z.string() }) })

/** The objects of the release that remain after an uninstall, and why. `cause`: the error that the Helm call threw. */
export async function findLeftovers(
  { api, release, operation }: ChangeContext,
  cause: unknown,
): Promise<string[]> {
  const footprint = await footprintOfRevision(release.id, operation.baseRevision ?? release.revision)
  if (footprint === null) return []
  try {
    return [...failedHooks(footprint, cause), ...(await readLeftovers(api, operation.namespace, footprint))]
  } catch (error) {
    if (!(error instanceof KubernetesError)) throw error
    log.warn({ err: error, operationId: operation.id }, "could not read the leftovers of an uninstall")
    return ["Could not read which objects remain in the cluster."]
  }
}

async function readLeftovers(api: KubernetesApi, namespace: string, footprint: Footprint): Promise<string[]> {
  const { removed, claims, crds } = footprint
  const reader = new ObjectReader(api)
  const read = (object: ManifestObject) =>
    reader.read({
      apiVersion: object.apiVersion,
      kind: object.kind,
      name: object.metadata.name,
      namespace: object.metadata.namespace ?? namespace,
    })
  const definition = (name: string) =>
    reader
      .read({ apiVersion: "apiextensions.k8s.io/v1", kind: "CustomResourceDefinition", namespace, name })
      // The tenant's account may not be allowed to read them, so they are assumed to exist.
      .catch(onStatus(403, name))
  const [remaining, kept, claimed, defined] = await Promise.all([
    Promise.all(removed.map(async (object) => remainsMessage(object, await read(object)))),
    Promise.all(
      footprint.kept.map(async (object) => ((await read(object)) === null ? null : keptMessage(object))),
    ),
    Promise.all(claims.map((claim) => findClaims(api, namespace, claim))),
    Promise.all(crds.map(async (name) => ((await definition(name)) === null ? [] : [name]))),
  ])
  return [...remaining, ...kept, ...claimed, ...crdMessages(defined.flat())].filter(
    (message) => message !== null,
  )
}

/** Helm deletes its record of a release even if the post-delete hooks failed. */
function failedHooks({ removed }: Footprint, cause: unknown): string[] {
  if (!(cause instanceof HelmError)) return []
  const isOwn = (kind: string, name: string) =>
    removed.some((object) => object.kind === kind && object.metadata.name === name)
  return cause.notReady
    .filter(({ kind, name }) => !isOwn(kind, name))
    .map(({ kind, name }) => `${kind} ${name} of a delete hook did not complete.`)
}

type Live = Awaited<ReturnType<ObjectReader["read"]>>

function remainsMessage({ kind, metadata: { name } }: ManifestObject, live: Live): string | null {
  if (live === null) return null
  const { deletionTimestamp, finalizers } = live.metadata
  if (!deletionTimestamp) return `${kind} ${name} is still in the cluster.`
  const reason = finalizers?.length ? `: it waits for the finalizers ${finalizers.join(", ")}` : ""
  return `${kind} ${name} is still being deleted${reason}.`
}

async function findClaims(
  api: KubernetesApi,
  namespace: string,
  claims: VolumeClaims,
): Promise<string | null> {
  const namespacePath = encodeURIComponent(claims.namespace ?? namespace)
  const items = await api.list(`/api/v1/namespaces/${namespacePath}/persistentvolumeclaims`, claimSchema)
  const prefixes = claims.templates.map((template) => `${template}-${claims.statefulSet}-`)
  const names = items
    .map(({ metadata }) => metadata.name)
    .filter((name) =>
      prefixes.some((prefix) => name.startsWith(prefix) && /^\d+$/.test(name.slice(prefix.length))),
    )
  return claimsMessage(claims, names)
}
