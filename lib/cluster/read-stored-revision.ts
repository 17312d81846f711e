import { z } from "zod"
import { type ReleaseRecord, releaseSchema } from "@/lib/helm/schema"
import { decodeRevision, secretPath } from "./helm-storage"
import { type KubernetesApi, KubernetesError } from "./kubernetes-api"

const secretSchema = z.object({ data: z.object({ release: z.string() }) })
const chartSchema = z.object({
  chart: z
    .object({
      values: z.record(z.string(), z.unknown()).nullish(),
      schema: z.string().nullish(),
    })
    .nullish(),
})

/** A revision as Helm keeps it, with the values and the schema of the chart it was made from: those lie beside it. */
export type StoredRevision = {
  record: ReleaseRecord
  chart: { values: Record<string, unknown>; schema: Record<string, unknown> | null }
}

/**
 * Reads one revision right from where Helm keeps it: what `helm get` would answer, without a process for each. Null where
 * it is not there any more. It holds secrets: mask or seal before it is kept or shown. Throws KubernetesError.
 */
export async function readStoredRevision(
  api: KubernetesApi,
  where: { namespace: string; release: string; revision: number },
): Promise<StoredRevision | null> {
  const kept = await readSecret(api, secretPath(where.namespace, where.release, where.revision))
  if (kept === null) return null
  const decoded = decode(kept)
  const { chart } = chartSchema.parse(decoded)
  return {
    record: releaseSchema.parse(decoded),
    chart: { values: chart?.values ?? {}, schema: schemaOf(chart?.schema) },
  }
}

async function readSecret(api: KubernetesApi, path: string): Promise<string | null> {
  try {
    return (await api.get(path, secretSchema)).data.release
  } catch (error) {
    if (error instanceof KubernetesError && error.status === 404) return null
    throw error
  }
}

function decode(kept: string): unknown {
  try {
    return decodeRevision(kept)
  } catch {
    // Whatever is wrong with it, its content is not for the log.
    throw new KubernetesError("Helm's record of the revision cannot be read.", null)
  }
}

/** The chart's values.schema.json, base64 as Go writes bytes. */
function schemaOf(text: string | null | undefined): Record<string, unknown> | null {
  if (!text) return null
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(Buffer.from(text, "base64").toString("utf8")))
  } catch {
    return null
  }
}
