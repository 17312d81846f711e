import { z } from "zod"
import { apiObject } from "@/lib/platform/api-object"
import { revisionDiffSchema } from "./revision-schema"
import {
  installReleaseSchema,
  rollbackReleaseSchema,
  uninstallOptionsSchema,
  upgradeReleaseSchema,
} from "./schema"
import { adoptReleaseSchema } from "./unmanaged-schema"

const digest = { previewDigest: true } as const

/** The change to preview; `options` are those of the change itself. */
export const previewReleaseSchema = z
  .discriminatedUnion("kind", [
    installReleaseSchema.omit(digest).extend({ kind: z.literal("INSTALL") }),
    upgradeReleaseSchema.omit(digest).extend({ kind: z.literal("UPGRADE"), releaseId: z.uuid() }),
    rollbackReleaseSchema.omit(digest).extend({ kind: z.literal("ROLLBACK"), releaseId: z.uuid() }),
    uninstallOptionsSchema.extend({ kind: z.literal("UNINSTALL"), releaseId: z.uuid() }),
    adoptReleaseSchema.omit(digest).extend({ kind: z.literal("ADOPT") }),
  ])
  .meta({ id: "PreviewRelease" })

export type PreviewRelease = z.infer<typeof previewReleaseSchema>

/** Why the cluster would reject an object of the chart. */
export const previewProblemSchema = apiObject("PreviewProblem", {
  reason: z.enum(["CONFLICT", "FORBIDDEN", "REJECTED", "UNKNOWN_KIND"]).meta({
    description:
      "CONFLICT: another field manager owns the field; `forceConflicts` takes ownership. FORBIDDEN: denied by permissions or a policy. REJECTED: the API server rejects the object. UNKNOWN_KIND: the cluster has no such kind.",
  }),
  apiVersion: z.string(),
  kind: z.string(),
  namespace: z.string().nullable(),
  name: z.string(),
  field: z.string().nullable(),
  manager: z.string().nullable().meta({ description: "The field manager that owns the field." }),
  message: z.string(),
})
export type PreviewProblem = z.infer<typeof previewProblemSchema>

const adoptionSchema = z.strictObject({
  tenantId: z.uuid(),
  tenantName: z.string(),
  repository: z.string().meta({ description: "Empty if no configured repository has the chart." }),
  revisions: z.array(z.int()).meta({ description: "The revisions to import, oldest first." }),
  movesTenant: z.boolean().meta({ description: "The tenant takes over the namespace." }),
})

export const previewSchema = apiObject("ReleasePreview", {
  kind: z.enum(["INSTALL", "UPGRADE", "ROLLBACK", "UNINSTALL", "ADOPT"]),
  releaseId: z.uuid().nullable(),
  chartName: z.string(),
  fromChartVersion: z.string().nullable(),
  toChartVersion: z.string().nullable(),
  ...revisionDiffSchema.shape,
  notes: z.string().nullable(),
  validated: z.boolean().nullable().meta({
    description:
      "True if the API server validated every object in a dry run. If false, `warnings` explains why not. Null if nothing is applied.",
  }),
  warnings: z.array(z.string()).meta({
    description: "Warnings to read before applying the change, such as objects that stay in the cluster.",
  }),
  problems: z.array(previewProblemSchema).meta({ description: "Problems that would make the change fail." }),
  adoption: adoptionSchema.nullable().meta({ description: "Details of an ADOPT; null otherwise." }),
  previewDigest: z
    .string()
    .meta({ description: "Send this with the change, so that only the previewed change is applied." }),
})

export type Preview = z.infer<typeof previewSchema>
