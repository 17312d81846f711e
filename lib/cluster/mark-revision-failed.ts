import { gunzipSync, gzipSync } from "node:zlib"
import { z } from "zod"
import { type KubernetesApi, KubernetesError } from "./kubernetes-api"

const secretSchema = z.looseObject({
  metadata: z.looseObject({ labels: z.record(z.string(), z.string()).nullish() }),
  data: z.looseObject({ release: z.string() }),
})
const releaseSchema = z.looseObject({
  info: z.looseObject({ status: z.string(), description: z.string().nullish() }),
})
const mostBytes = 64 * 1_024 * 1_024

/**
 * Writes into Helm's own record that a revision failed: Helm leaves one of a killed call `pending-…` for ever, and has no
 * command to correct it. Nothing where it is not pending, or gone.
 */
export async function markRevisionFailed(
  api: KubernetesApi,
  { release, namespace, revision }: { release: string; namespace: string; revision: number },
): Promise<void> {
  const name = `sh.helm.release.v1.${release}.v${revision}`
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/secrets/${encodeURIComponent(name)}`
  try {
    const secret = await api.get(path, secretSchema)
    const stored = readRelease(secret.data.release)
    if (!stored.info.status.startsWith("pending-")) return
    const info = { ...stored.info, status: "failed", description: "Interrupted: Helm was killed." }
    await api.put(path, {
      ...secret,
      metadata: { ...secret.metadata, labels: { ...secret.metadata.labels, status: "failed" } },
      data: { ...secret.data, release: writeRelease({ ...stored, info }) },
    })
  } catch (error) {
    if (!(error instanceof KubernetesError && error.status === 404)) throw error
  }
}

/** Helm keeps base64 of gzip of JSON, and Kubernetes base64 of that. */
function readRelease(data: string): z.infer<typeof releaseSchema> {
  const zipped = Buffer.from(Buffer.from(data, "base64").toString("utf8"), "base64")
  return releaseSchema.parse(JSON.parse(gunzipSync(zipped, { maxOutputLength: mostBytes }).toString("utf8")))
}

function writeRelease(release: z.infer<typeof releaseSchema>): string {
  return Buffer.from(gzipSync(JSON.stringify(release)).toString("base64")).toString("base64")
}
