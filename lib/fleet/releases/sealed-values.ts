import { z } from "zod"
import { sealJson, unsealJson } from "@/lib/fleet/operations/sealed"
import type { ReleaseLocation } from "@/lib/kube/helm/schema"
import { type Mask, type MaskKey, maskFor } from "@/lib/kube/masking/mask"
import { keyFor, keysFor } from "@/lib/platform/env"
import { jsonValuesSchema } from "@/lib/platform/json-values"
import { sealCompressed, unseal } from "@/lib/platform/seal"

export type StoredValues = z.infer<typeof jsonValuesSchema>

/** Values, manifest and notes of a revision with secrets masked, as stored. */
const maskedSchema = z.strictObject({
  values: jsonValuesSchema,
  manifest: z.string(),
  hooks: z.string(),
  notes: z.string(),
})
export type MaskedRevision = z.infer<typeof maskedSchema>

export const sealValues = (values: Record<string, unknown>): string => sealJson(values)
export const unsealValues = (sealed: string): StoredValues => unsealJson(jsonValuesSchema, sealed)

/** A masked revision, which may be megabytes, sealed as stored, with its small parts. */
export const sealedRevisionSchema = z.strictObject({
  values: jsonValuesSchema,
  notes: z.string(),
  sealed: z.string(),
})
export type SealedRevision = z.infer<typeof sealedRevisionSchema>

/** A sealed revision and the keys to open it with, for a worker thread, which has none. */
export type Openable = { sealed: string; keys: readonly Uint8Array[] }

export const revisionKey = () => keyFor("release-values")
export const openable = (sealed: string): Openable => ({ sealed, keys: keysFor("release-values") })

/** Slow for megabytes: for worker threads. */
export function sealRevision(masked: MaskedRevision, key: Uint8Array): SealedRevision {
  const { values, notes } = masked
  return { values, notes, sealed: sealCompressed(JSON.stringify(masked), key) }
}

/** Slow for megabytes: for worker threads. */
export function openRevision({ sealed, keys }: Openable): MaskedRevision {
  return maskedSchema.parse(JSON.parse(unseal(sealed, keys)))
}

/** The masks of one release: equal values have equal masks in all of its revisions. */
export function maskOfRelease(release: ReleaseLocation): Mask {
  const { key, scope } = maskKeyOfRelease(release)
  return maskFor(key, scope)
}

export function maskKeyOfRelease({ cluster, namespace, releaseName }: ReleaseLocation): MaskKey {
  return { key: keyFor("masked-value"), scope: JSON.stringify([cluster, namespace, releaseName]) }
}
