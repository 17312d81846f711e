import { clusterNamed } from "@/lib/kube/cluster/cluster-named"
import { type HelmSecret, readHelmRevisions } from "@/lib/kube/cluster/helm-secrets"
import { KubernetesApi, KubernetesError } from "@/lib/kube/cluster/kubernetes-api"
import { readStoredRevision, type StoredRevision } from "@/lib/kube/cluster/read-stored-revision"
import { DomainError } from "@/lib/platform/errors"
import { log } from "@/lib/platform/log"
import { abandonedMs, changingMessage, isPending } from "./helm-words"

type Where = { cluster: string; namespace: string; releaseName: string }

export type HelmHistory = { newest: HelmSecret; revisions: StoredRevision[] }

/**
 * Helm's full history of a release, oldest first, without an unfinished revision. Throws a 404 when there is none, a 409
 * while it is being changed outside Slipway, and a 503 when the cluster is unavailable.
 */
export async function readHelmHistory({ cluster, namespace, releaseName }: Where): Promise<HelmHistory> {
  const api = new KubernetesApi(await clusterNamed(cluster))
  try {
    const held = await readHelmRevisions(api, namespace, releaseName)
    const newest = held.at(-1)
    if (newest === undefined || newest.status === "uninstalled") throw notThere(releaseName, namespace)
    refuseAtWork(newest)
    const revisions: StoredRevision[] = []
    for (const { revision, status } of held) {
      if (isPending[status]) continue
      const stored = await readStoredRevision(api, { namespace, release: releaseName, revision })
      if (stored !== null) revisions.push(stored)
    }
    return { newest, revisions }
  } catch (error) {
    if (!(error instanceof KubernetesError)) throw error
    log.warn({ err: error, cluster, namespace, releaseName }, "Helm history not readable")
    throw new DomainError("unavailable", `The cluster ${cluster} is unavailable: ${error.message}`, {
      retryAfterSeconds: 10,
    })
  } finally {
    api.close()
  }
}

export const notThere = (releaseName: string, namespace: string) =>
  new DomainError("not_found", `Helm has no release ${releaseName} in ${namespace} that can be adopted.`)

function refuseAtWork({ revision, status, changedAt }: HelmSecret): void {
  if (!isPending[status] || Date.now() - changedAt.getTime() > abandonedMs) return
  throw new DomainError("conflict", changingMessage({ revision, status, changedAt }))
}
