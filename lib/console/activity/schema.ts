import { z } from "zod"
import { revisionOperationSchema, revisionStatusSchema } from "@/lib/fleet/releases/schema"
import { deploymentStatusSchema, instant, instantText } from "@/lib/ledger/deployments/schema"
import { pageQuery } from "@/lib/platform/page"

/** `deployment`: recorded in the ledger; `mark`: marked rolled back there; `release`: a revision of a Helm release. */
export const activityKinds = ["deployment", "mark", "release"] as const
export type ActivityKind = (typeof activityKinds)[number]

export const activityOnly = ["rollbacks", "failures"] as const

export const activityFilters = {
  only: z.enum(activityOnly).optional().meta({
    description:
      "`rollbacks`: what went back, in either half, and what was marked rolled back. `failures`: what failed.",
  }),
  half: z
    .enum(["deployments", "releases"])
    .optional()
    .meta({ description: "One half alone; default: both, as far as the caller may read them." }),
  application: z
    .string()
    .min(1)
    .max(128)
    .optional()
    .meta({ description: "What was deployed of one application; releases are left out." }),
  by: z.string().min(1).max(255).optional().meta({ description: "Whoever did it, by the whole name." }),
  from: instant.optional().meta({ description: "From this instant on." }),
  to: instant.optional().meta({ description: "Before this instant." }),
}

export const activityQuerySchema = z.strictObject({ ...activityFilters, ...pageQuery })
export type ActivityQuery = z.infer<typeof activityQuerySchema>

const deploymentPart = z.strictObject({
  id: z.uuid(),
  application: z.string(),
  environment: z.string(),
  imageTag: z.string(),
  previousImageTag: z.string().nullable(),
  status: deploymentStatusSchema.meta({
    description:
      "What it came to at that moment: of a `mark` ROLLED_BACK, of what was marked later its status before.",
  }),
})

const releasePart = z.strictObject({
  id: z.uuid(),
  releaseName: z.string(),
  tenantId: z.uuid(),
  tenantName: z.string(),
  chartName: z.string(),
  chartVersion: z.string(),
  revision: z.int(),
  operation: revisionOperationSchema,
  status: revisionStatusSchema,
  rolledBackTo: z.int().nullable(),
})

export const activitySchema = z
  .strictObject({
    kind: z.enum(activityKinds),
    at: instantText,
    by: z.string(),
    why: z
      .string()
      .nullable()
      .meta({ description: "The reason, notes or description, in the words of who did it." }),
    error: z.string().nullable(),
    isRollback: z.boolean().meta({ description: "It went back to what ran before, or says that it did." }),
    deployment: deploymentPart.nullable().meta({ description: "Of a `deployment` or `mark`." }),
    release: releasePart.nullable().meta({ description: "Of a `release`." }),
  })
  .meta({ id: "Activity" })
export type Activity = z.infer<typeof activitySchema>
