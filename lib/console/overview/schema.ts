import { z } from "zod"
import { applicationName, instant, instantText } from "@/lib/ledger/deployments/schema"
import { behindSchema } from "@/lib/ledger/drift/schema"
import { laneConditions } from "@/lib/ledger/lanes/conditions"
import { laneConditionSchema } from "@/lib/ledger/lanes/schema"
import { apiObject } from "@/lib/platform/api-object"

export const overviewQuerySchema = z.strictObject({
  application: applicationName.optional().meta({ description: "Default: all." }),
  at: instant.optional().meta({ description: "State as of this time. Default: now." }),
})

const record = {
  deploymentId: z.uuid(),
  application: z.string(),
  imageTag: z.string(),
  deployedAt: instantText,
  initiatedBy: z.string(),
}

const overviewRecordSchema = apiObject("OverviewRecord", record)

const overviewEnvironmentSchema = apiObject("OverviewEnvironment", {
  environment: z.string(),
  rank: z.int().nullable().meta({ description: "null: outside the promotion order." }),
  production: z.boolean(),
  verdict: laneConditionSchema.nullable().meta({
    description:
      "The most severe condition that any lane here meets; `running`: healthy; null: nothing is here.",
  }),
  counts: z.record(z.enum(laneConditions), z.int().min(0)).meta({
    description: "How many lanes meet each condition, as `GET /platform/deployments/lanes` lists them.",
  }),
  applications: z.int().min(0).meta({ description: "The number of applications running here." }),
  behind: z.int().min(0).meta({ description: "How many of them are behind the stage below." }),
  current: overviewRecordSchema
    .nullable()
    .meta({ description: "The newest current deployment; null: nothing is running here." }),
  drift: behindSchema.nullable().meta({
    description:
      "How far `current` is behind the stage below; null: in sync, or no lower stage to compare with.",
  }),
  next: overviewRecordSchema
    .nullable()
    .meta({ description: "The newest PENDING record; null if none is newer than the current deployment." }),
  pending: z.int().min(0).meta({ description: "The number of PENDING records." }),
})

export const attentionKinds = ["quarantined", "failed", "stuck", "rolledBack", "farBehind"] as const
const attentionKindSchema = z.enum(attentionKinds)

const attentionItemSchema = apiObject("AttentionItem", {
  ...record,
  environment: z.string(),
  since: instantText.meta({
    description: "When it was quarantined, failed, started, was rolled back or fell behind.",
  }),
  drift: behindSchema.nullable(),
})

const attentionSchema = z
  .strictObject({
    kind: attentionKindSchema,
    total: z.int().min(1),
    items: z.array(attentionItemSchema).meta({ description: "The five most important." }),
  })
  .meta({
    id: "Attention",
    description: "The conditions that need attention, with the number of lanes that meet each.",
  })

export const overviewSchema = z
  .strictObject({
    application: z.string().nullable(),
    environments: z
      .array(overviewEnvironmentSchema)
      .meta({ description: "The environments that ever ran the application, in rank order." }),
    attention: z.array(attentionSchema).meta({ description: "Only non-empty kinds." }),
  })
  .meta({ id: "Overview", description: "What runs where, what is pending and what needs attention." })

export type OverviewQuery = z.infer<typeof overviewQuerySchema>
export type OverviewRecord = z.infer<typeof overviewRecordSchema>
export type OverviewEnvironment = z.infer<typeof overviewEnvironmentSchema>
export type AttentionKind = z.infer<typeof attentionKindSchema>
export type Attention = z.infer<typeof attentionSchema>
export type Overview = z.infer<typeof overviewSchema>
