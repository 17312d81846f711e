import { z } from "zod"
import { revisionOperationSchema, revisionStatusSchema } from "@/lib/fleet/releases/schema"
import { deploymentStatusSchema, instant, instantText } from "@/lib/ledger/deployments/schema"
import { apiObject } from "@/lib/platform/api-object"
import { pageQuery } from "@/lib/platform/page"

/** `deployment`: recorded deployment; `mark`: marked as rolled back; `release`: a revision of a Helm release. */
export const activityKinds = ["deployment", "mark", "release"] as const
export type ActivityKind = (typeof activityKinds)[number]

export const activityOnly = ["rollbacks", "failures"] as const

const activityFilters = {
  only: z.enum(activityOnly).optional().meta({
    description:
      "`rollbacks`: rollbacks of deployments and releases, and deployments marked as rolled back. `failures`: failed deployments and releases.",
  }),
  half: z.enum(["deployments", "releases"]).optional().meta({
    description: "Deployments or releases only. Default: both, as far as the caller may read them.",
  }),
  application: z
    .string()
    .min(1)
    .max(128)
    .optional()
    .meta({ description: "Deployments of this application only; excludes releases." }),
  name: z.string().min(1).max(255).optional().meta({
    description: "Part of the name of an application, environment, tenant or release, in any case.",
  }),
  by: z
    .string()
    .min(1)
    .max(255)
    .optional()
    .meta({ description: "Part of the name of the actor, in any case." }),
  from: instant.optional().meta({ description: "Entries at or after this time." }),
  to: instant.optional().meta({ description: "Entries before this time." }),
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
      "The resulting status at that time: ROLLED_BACK for a `mark`; for a deployment marked later, its status before the mark.",
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

export const activitySchema = apiObject("Activity", {
  kind: z.enum(activityKinds),
  at: instantText,
  by: z.string(),
  why: z.string().nullable().meta({ description: "The reason, notes or description given by the actor." }),
  error: z.string().nullable().meta({ description: "Why it failed, in one sentence." }),
  isRollback: z
    .boolean()
    .meta({ description: "It returned to an earlier version, or was marked as a rollback." }),
  deployment: deploymentPart.nullable().meta({ description: "Set for a `deployment` or `mark`." }),
  release: releasePart.nullable().meta({ description: "Set for a `release`." }),
})
export type Activity = z.infer<typeof activitySchema>
