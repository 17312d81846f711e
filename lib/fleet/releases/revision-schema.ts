import { z } from "zod"
import { causeSchema } from "@/lib/fleet/operations/cause"
import { apiObject } from "@/lib/platform/api-object"
import { instantText } from "@/lib/platform/instant-schema"
import { revisionNumber, revisionOperationSchema, revisionStatusSchema, valuesOverride } from "./schema"
export const revisionSchema = apiObject("ReleaseRevision", {
  revision: z
    .int()
    .meta({ description: "Helm's revision number; for an UNINSTALL the revision that was removed." }),
  operation: revisionOperationSchema,
  operationId: z.uuid().nullable(),
  chartName: z.string(),
  chartVersion: z.string(),
  appVersion: z.string(),
  status: revisionStatusSchema.meta({
    description: "The final status of this revision; it never changes.",
  }),
  current: z.boolean().meta({ description: "Whether this is the current revision." }),
  description: z.string().nullable(),
  performedBy: z.string(),
  createdAt: instantText,
  finishedAt: instantText.nullable(),
  durationSeconds: z.number().nullable(),
  rolledBackTo: z.int().nullable(),
  reason: z.string().nullable(),
  error: z.string().nullable(),
  cause: causeSchema.nullable().meta({ description: "A summary of `error`; null if there is none." }),
  warnings: z
    .array(z.string())
    .meta({ description: "For an UNINSTALL, the objects it left in the cluster." }),
})

export type Revision = z.infer<typeof revisionSchema>

export const tenantRevisionSchema = revisionSchema
  .extend({ releaseId: z.uuid(), releaseName: z.string() })
  .meta({ id: "TenantRevision" })

export type TenantRevision = z.infer<typeof tenantRevisionSchema>

const changeKinds = ["added", "removed", "changed", "unchanged"] as const

const resourceChangeSchema = apiObject("ResourceChange", {
  change: z.enum(changeKinds),
  apiVersion: z.string(),
  kind: z.string(),
  namespace: z.string().nullable(),
  name: z.string(),
  hook: z.boolean().meta({ description: "True for hooks, which are not part of the release itself." }),
  diff: z
    .string()
    .meta({ description: "Unified diff of the YAML, with secrets masked; empty when unchanged." }),
})

export type ResourceChange = z.infer<typeof resourceChangeSchema>

export const revisionDiffSchema = apiObject("RevisionDiff", {
  values: z.string().meta({
    description: "Unified diff of the values as YAML, with secrets masked; empty when unchanged.",
  }),
  resources: z.array(resourceChangeSchema),
})

export type RevisionDiff = z.infer<typeof revisionDiffSchema>

export const revisionDetailSchema = revisionSchema
  .extend({
    values: valuesOverride.nullable().meta({ description: "Secrets are masked." }),
    manifest: z.string().nullable().meta({ description: "YAML documents with secrets masked." }),
    notes: z.string().nullable(),
    diff: revisionDiffSchema
      .extend({ against: z.int() })
      .nullable()
      .meta({ description: "The changes from the revision `against` to this one; null if not requested." }),
  })
  .meta({ id: "ReleaseRevisionDetail" })

export type RevisionDetail = z.infer<typeof revisionDetailSchema>

export const revisionQuerySchema = z.strictObject({
  against: z.coerce.number().pipe(revisionNumber).optional(),
})
