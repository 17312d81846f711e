import { z } from "zod"
import { threadTask } from "@/lib/platform/threads/thread-task"
import { secretPath } from "./helm-storage"
import { type KubernetesApi, KubernetesError } from "./kubernetes-api"
import type markFailedTask from "./mark-failed.task"

const secretSchema = z.looseObject({
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
  { release, namespace, revision }: { release: string; namespace: string; revision: number },
): Promise<void> {
  const path = secretPath(namespace, release, revision)
  try {
    const secret = await api.get(path, secretSchema)
    const marked = await markFailed(namespace, secret.data.release)
    if (marked === null) return
    await api.put(path, {
      ...secret,
      metadata: { ...secret.metadata, labels: { ...secret.metadata.labels, status: "failed" } },
      data: { ...secret.data, release: marked },
    })
  } catch (error) {
    if (!(error instanceof KubernetesError && error.status === 404)) throw error
  }
}
