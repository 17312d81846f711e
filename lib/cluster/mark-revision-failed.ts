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

/**
 * Writes into Helm's own record that a revision failed: Helm leaves one of a killed call `pending-…` for ever, and has no
 * command to correct it. Nothing where it is not pending, or gone.
 */
export async function markRevisionFailed(
  api: KubernetesApi,
  { release, namespace, revision }: { release: string; namespace: string; revision: number },
): Promise<void> {
  const path = secretPath(namespace, release, revision)
  try {
    const secret = await api.get(path, secretSchema)
    const stored = releaseSchema.parse(decodeRevision(secret.data.release))
    if (!stored.info.status.startsWith("pending-")) return
    const info = { ...stored.info, status: "failed", description: interrupted }
    await api.put(path, {
      ...secret,
      metadata: { ...secret.metadata, labels: { ...secret.metadata.labels, status: "failed" } },
      data: { ...secret.data, release: encodeRevision({ ...stored, info }) },
    })
  } catch (error) {
    if (!(error instanceof KubernetesError && error.status === 404)) throw error
  }
}
