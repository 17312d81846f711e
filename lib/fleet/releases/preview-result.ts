import { z } from "zod"
import { sealJson, unsealJson } from "@/lib/fleet/operations/sealed"
import { previewProblemSchema } from "./preview-schema"
import { sealedRevisionSchema } from "./sealed-values"

/** The result of a preview operation; `revision` is null when the history already contains it. */
const previewResultSchema = z.strictObject({
  revision: sealedRevisionSchema.nullable(),
  validated: z.boolean(),
  warnings: z.array(z.string()),
  problems: z.array(previewProblemSchema),
})
export type PreviewResult = z.infer<typeof previewResultSchema>

export const sealPreviewResult = (result: PreviewResult): string => sealJson(result)
export const unsealPreviewResult = (sealed: string): PreviewResult => unsealJson(previewResultSchema, sealed)
