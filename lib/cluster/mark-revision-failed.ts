import { z } from "zod"
import { decodeRevision, encodeRevision, secretPath } from "./helm-storage"
import { type KubernetesApi, KubernetesError } from "./kubernetes-api"

const secretSchema = z.looseObject({
  metadata: z.looseObject({ labels: z.record(z.string(), z.string()).nullish() }),
  data: z.looseObject({ release: z.string() }),
})
const releaseSchema = z.looseObject({
  info: z.looseObject({ status: z.string(), description: z.string().nullish() }),
})

/** What Helm says from then on of a revision that was marked. */
export const interrupted = "Interrupted: Helm was killed."

const uninstallFailed = "Uninstall failed."

/**
 * Writes into Helm's own record that a revision failed: Helm leaves one of a killed call `pending-…`, and one whose uninstall
 * failed `uninstalling`, and has no command to correct it. Does nothing where it is neither, or gone.
 */
export async function markRevisionFailed(
  api: KubernetesApi,
  { release, namespace, revision }: { release: string; namespace: string; revision: number },
): Promise<void> {
  const path = secretPath(namespace, release, revision)
  try {
    const secret = await api.get(path, secretSchema)
    const stored = releaseSchema.parse(decodeRevision(secret.data.release))
    const isRemoval = stored.info.status === "uninstalling"
    if (!isRemoval && !stored.info.status.startsWith("pending-")) return
    const description = isRemoval ? uninstallFailed : interrupted
    const info = { ...stored.info, status: "failed", description }
    await api.put(path, {
      ...secret,
      metadata: { ...secret.metadata, labels: { ...secret.metadata.labels, status: "failed" } },
      data: { ...secret.data, release: encodeRevision({ ...stored, info }) },
    })
  } catch (error) {
    if (!(error instanceof KubernetesError && error.status === 404)) throw error
  }
}
