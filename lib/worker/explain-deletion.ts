import { footprintOfRevision } from "@/lib/fleet/releases/leftovers"
import { type KubernetesApi, KubernetesError } from "@/lib/kube/cluster/kubernetes-api"
import { ObjectReader } from "@/lib/kube/cluster/read-live-object"
import { apiRefusal } from "@/lib/kube/helm/api-refusal"
import { HelmError } from "@/lib/kube/helm/helm-error"
import type { ManifestObject } from "@/lib/kube/masking/manifest-documents"
import type { ChangeContext } from "./change-context"

/**
 * The error of an uninstall with the reason why an object could not be deleted, which Helm does not report: a dry run of
 * each deletion does. Other errors are returned unchanged.
 */
export async function explainDeletion(
  { api, release, operation }: ChangeContext,
  error: unknown,
): Promise<unknown> {
  if (!(error instanceof HelmError) || !/^failed to delete release: /.test(error.message)) return error
  const footprint = await footprintOfRevision(release.id, operation.baseRevision ?? release.revision)
  const reader = new ObjectReader(api)
  for (const object of footprint?.removed ?? []) {
    const message = await refusalOfDeletion(api, reader, operation.namespace, object)
    const refusal = message === null ? null : apiRefusal(message)
    if (refusal !== null)
      return new HelmError(refusal.kind, refusal.sentence, {
        output: error.output,
        rejection: refusal.rejection,
      })
  }
  return error
}

/** The API server's reason as Helm would report it; null: it would delete the object, or does not respond. */
async function refusalOfDeletion(
  api: KubernetesApi,
  reader: ObjectReader,
  releaseNamespace: string,
  { apiVersion, kind, metadata }: ManifestObject,
): Promise<string | null> {
  const namespace = metadata.namespace ?? releaseNamespace
  try {
    const collection = await reader.collectionOf({ apiVersion, kind, namespace })
    if (collection !== null) await api.tryRemove(`${collection}/${encodeURIComponent(metadata.name)}`)
    return null
  } catch (error) {
    if (!(error instanceof KubernetesError)) throw error
    if (error.status === null || error.status === 404) return null
    return `failed to delete object ${namespace}/${metadata.name} ${apiVersion}, Kind=${kind}: ${error.message}`
  }
}
