import { z } from "zod"
import type { ReleaseKey } from "@/lib/kube/helm/schema"
import { onLimit, threadTask } from "@/lib/platform/threads/thread-task"
import type decodeRevisionTask from "./decode-revision.task"
import type { StoredRevision } from "./decode-revision.task"
import { secretPath } from "./helm-storage"
import { type KubernetesApi, KubernetesError, onStatus } from "./kubernetes-api"
import type markFailedTask from "./mark-failed.task"

export type { StoredRevision } from "./decode-revision.task"

const secretSchema = z.object({ data: z.object({ release: z.string() }) })

const decode = threadTask<typeof decodeRevisionTask>("lib/kube/cluster/decode-revision.task.ts", {
  resultBytes: 128 * 1_048_576,
})

/**
 * Reads one revision directly from Helm's storage: the result of `helm get` without a process for each. Null when it no
 * longer exists. It contains secrets: mask or encrypt them before storing or showing it. Throws KubernetesError.
 */
export async function readStoredRevision(
  api: KubernetesApi,
  release: ReleaseKey,
  revision: number,
): Promise<StoredRevision | null> {
  const path = secretPath(release, revision)
  const secret = await api.get(path, secretSchema).catch(onStatus(404, null))
  if (secret === null) return null
  const decoded = await decode(release.namespace, secret.data.release).catch(onLimit(() => null))
  // Never log its content, even when it is invalid.
  if (decoded === null) throw new KubernetesError("Helm's record of the revision cannot be read.", null)
  return decoded
}

const wholeSecretSchema = z.looseObject({
  metadata: z.looseObject({ labels: z.record(z.string(), z.string()).nullish() }),
  data: z.looseObject({ release: z.string() }),
})
const markFailed = threadTask<typeof markFailedTask>("lib/kube/cluster/mark-failed.task.ts")

/**
 * Marks a revision as failed in Helm's own storage: a killed Helm process leaves it `pending-…`, a failed uninstall
 * `uninstalling`, and Helm has no command to correct either. Does nothing for other states, or when it is gone.
 */
export async function markRevisionFailed(
  api: KubernetesApi,
  release: ReleaseKey,
  revision: number,
): Promise<void> {
  const path = secretPath(release, revision)
  const secret = await api.get(path, wholeSecretSchema).catch(onStatus(404, null))
  const markedRelease = secret && (await markFailed(release.namespace, secret.data.release))
  if (secret === null || markedRelease === null) return
  const metadata = { ...secret.metadata, labels: { ...secret.metadata.labels, status: "failed" } }
  const data = { ...secret.data, release: markedRelease }
  await api.put(path, { ...secret, metadata, data }).catch(onStatus(404, undefined))
}
