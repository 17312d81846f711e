import { z } from "zod"
import { jsonValuesSchema } from "@/lib/platform/json-values"
import { previewProblemSchema } from "./preview-schema"
import { valuesModeSchema } from "./schema"
import { sealedRevisionSchema } from "./sealed-values"

const values = jsonValuesSchema

const chart = {
  repository: z.string(),
  chartName: z.string(),
  chartVersion: z.string(),
  /** The digest of the requested archive; a different one is not installed. */
  chartDigest: z.string().optional(),
  appVersion: z.string(),
}
const forceConflicts = z.boolean().default(false)
const options = { timeoutSeconds: z.int(), atomic: z.boolean(), waitForJobs: z.boolean() }

/** The request of an operation, stored encrypted in its row. */
const installRequestSchema = z.strictObject({
  kind: z.literal("INSTALL"),
  ...chart,
  ...options,
  values,
  description: z.string().nullable(),
})
export type InstallRequest = z.infer<typeof installRequestSchema>

export const upgradeRequestSchema = z.strictObject({
  kind: z.literal("UPGRADE"),
  ...chart,
  ...options,
  /** The values of this request; Helm merges them according to `mode`. */
  values,
  mode: valuesModeSchema,
  forceConflicts,
  description: z.string().nullable(),
})
export type UpgradeRequest = z.infer<typeof upgradeRequestSchema>

const rollbackRequestSchema = z.strictObject({
  kind: z.literal("ROLLBACK"),
  targetRevision: z.int(),
  timeoutSeconds: z.int(),
  forceConflicts,
  reason: z.string().nullable(),
})
export type RollbackRequest = z.infer<typeof rollbackRequestSchema>

export const previewRequestSchema = z.discriminatedUnion("kind", [
  installRequestSchema,
  upgradeRequestSchema,
  rollbackRequestSchema,
])
export type PreviewRequest = z.infer<typeof previewRequestSchema>

const uninstallRequestSchema = z.strictObject({
  kind: z.literal("UNINSTALL"),
  timeoutSeconds: z.int(),
  skipHooks: z.boolean().default(false),
  reason: z.string().nullable(),
})
export type UninstallRequest = z.infer<typeof uninstallRequestSchema>

export const changeRequestSchema = z.discriminatedUnion("kind", [
  installRequestSchema,
  upgradeRequestSchema,
  rollbackRequestSchema,
  uninstallRequestSchema,
])
export type ChangeRequest = z.infer<typeof changeRequestSchema>

/** The result of a preview operation; `revision` is null when the history already contains it. */
export const previewResultSchema = z.strictObject({
  revision: sealedRevisionSchema.nullable(),
  validated: z.boolean(),
  warnings: z.array(z.string()),
  problems: z.array(previewProblemSchema),
})
export type PreviewResult = z.infer<typeof previewResultSchema>
