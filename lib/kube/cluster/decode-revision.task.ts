import { z } from "zod"
import { type ReleaseRecord, releaseSchema } from "@/lib/kube/helm/schema"
import { decodeRevision } from "./helm-storage"

const chartSchema = z.object({
  chart: z
    .object({
      values: z.record(z.string(), z.unknown()).nullish(),
      schema: z.string().nullish(),
    })
    .nullish(),
})

/** A decoded revision with the values and the schema of its chart, which Helm stores with it. */
export type StoredRevision = {
  record: ReleaseRecord
  chart: { values: Record<string, unknown>; schema: Record<string, unknown> | null }
}

/** Decodes the content of a Helm Secret in a worker thread; null when it is not readable. */
export default function decodeRevisionTask(data: string): StoredRevision | null {
  try {
    const decoded = decodeRevision(data)
    const { chart } = chartSchema.parse(decoded)
    const record = releaseSchema.parse(decoded)
    return { record, chart: { values: chart?.values ?? {}, schema: schemaOf(chart?.schema) } }
  } catch {
    return null
  }
}

/** The chart's values.schema.json, which Go encodes as base64. */
function schemaOf(text: string | null | undefined): Record<string, unknown> | null {
  if (!text) return null
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(Buffer.from(text, "base64").toString("utf8")))
  } catch {
    return null
  }
}
