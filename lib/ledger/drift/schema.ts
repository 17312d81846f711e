import { z } from "zod"
import { includeAnnulled } from "@/lib/ledger/deployments/filters"
import { instant, instantText } from "@/lib/ledger/deployments/schema"
import { apiObject } from "@/lib/platform/api-object"
import { versionParts } from "@/lib/platform/semver/tag"

export const behindSchema = apiObject("DriftBehind", {
  versions: z.int().min(0).meta({
    description:
      "Distinct tags that became current in the stage below after this cell's tag did; 0 if only the build differs.",
  }),
  days: z
    .int()
    .min(0)
    .meta({ description: "Whole days (24 h) since the first of them, or since the other build." }),
  semver: z.enum(versionParts).nullable().meta({
    description: "The most significant part in which the two tags differ; null unless both are semver.",
  }),
  build: z.boolean().meta({
    description: "The stage below runs the same tag with a different artifactDigest or gitCommit.",
  }),
})

const driftCellSchema = apiObject("DriftCell", {
  environment: z.string(),
  imageTag: z.string().nullable().meta({ description: "null: the application does not run here." }),
  deployedAt: instantText.nullable(),
  deploymentId: z.uuid().nullable(),
  artifactDigest: z.string().nullable(),
  gitCommit: z.string().nullable(),
  behind: behindSchema.nullable().meta({ description: "null: in sync, or no lower stage to compare with." }),
})

const driftRowSchema = apiObject("DriftRow", {
  application: z.string(),
  inSync: z.boolean().meta({
    description: "Every environment that runs the application runs the same build of the same tag.",
  }),
  cells: z
    .array(driftCellSchema)
    .meta({ description: "One per environment, in the order of `environments`." }),
})

export const driftSchema = z
  .strictObject({
    environments: z.array(z.string()).meta({ description: "In rank order." }),
    applications: z.array(driftRowSchema),
  })
  .meta({
    id: "Drift",
    description: "What runs where, by application and environment, and what is behind the stage below.",
  })

export const driftQuerySchema = z.strictObject({
  at: instant.optional().meta({ description: "State as of this time. Default: now." }),
  includeAnnulled,
})

export type Behind = z.infer<typeof behindSchema>
export type DriftCell = z.infer<typeof driftCellSchema>
export type DriftRow = z.infer<typeof driftRowSchema>
export type Drift = z.infer<typeof driftSchema>
export type DriftQuery = z.infer<typeof driftQuerySchema>
