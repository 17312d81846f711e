import { z } from "zod"
import { keyFor } from "@/lib/env"
import { type Mask, type MaskKey, maskFor } from "@/lib/masking/mask"
import { sealJson, unsealJson } from "@/lib/operations/sealed"

const valuesSchema = z.record(z.string(), z.json())
export type StoredValues = z.infer<typeof valuesSchema>

/** Values, manifest and notes of a revision with what is secret masked, as they are stored. */
export const maskedSchema = z.strictObject({
  values: valuesSchema,
  manifest: z.string(),
  hooks: z.string(),
  notes: z.string(),
})
export type MaskedRevision = z.infer<typeof maskedSchema>

export const sealValues = (values: Record<string, unknown>): string => sealJson(values)
export const unsealValues = (sealed: string): StoredValues => unsealJson(valuesSchema, sealed)
export const sealMasked = (masked: MaskedRevision): string => sealJson(masked)
export const unsealMasked = (sealed: string): MaskedRevision => unsealJson(maskedSchema, sealed)

type Where = { cluster: string; namespace: string; releaseName: string }

/** The marks of one release: the same value has the same mark in all of its revisions. */
export function maskOfRelease(release: Where): Mask {
  const { key, scope } = maskKeyOfRelease(release)
  return maskFor(key, scope)
}

export function maskKeyOfRelease({ cluster, namespace, releaseName }: Where): MaskKey {
  return { key: keyFor("masked-value"), scope: JSON.stringify([cluster, namespace, releaseName]) }
}
