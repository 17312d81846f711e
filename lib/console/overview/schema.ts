import { z } from "zod"
import { applicationName, instant, instantText } from "@/lib/ledger/deployments/schema"
import { behindSchema } from "@/lib/ledger/drift/schema"

export const overviewQuerySchema = z.strictObject({
  application: applicationName.optional().meta({ description: "Default: all." }),
  at: instant.optional().meta({ description: "As it was at that instant; default: now." }),
})

const record = {
  deploymentId: z.uuid(),
  application: z.string(),
  imageTag: z.string(),
  deployedAt: instantText,
  initiatedBy: z.string(),
}

export const overviewRecordSchema = z.strictObject(record).meta({ id: "OverviewRecord" })

export const rungSchema = z
  .strictObject({
    environment: z.string(),
    rank: z.int().nullable().meta({ description: "null: beside the promotion order." }),
    production: z.boolean(),
    applications: z.int().min(0).meta({ description: "How many run here." }),
    behind: z.int().min(0).meta({ description: "How many of them are behind the stage below." }),
    current: overviewRecordSchema
      .nullable()
      .meta({ description: "The newest of what is current here; null: nothing runs here." }),
    drift: behindSchema.nullable().meta({
      description: "How far `current` is behind the stage below; null: in sync, or nothing to compare with.",
    }),
    next: overviewRecordSchema
      .nullable()
      .meta({ description: "The newest PENDING record; null where none is newer than what is current." }),
    pending: z.int().min(0).meta({ description: "How many records are PENDING." }),
  })
  .meta({ id: "OverviewRung" })

export const attentionKinds = ["failed", "stuck", "rolledBack", "drifted"] as const
export const attentionKindSchema = z.enum(attentionKinds)

export const attentionItemSchema = z
  .strictObject({
    ...record,
    environment: z.string(),
    since: instantText.meta({ description: "When it failed, began, was rolled back or fell behind." }),
    drift: behindSchema.nullable(),
  })
  .meta({ id: "AttentionItem" })

export const attentionSchema = z
  .strictObject({
    kind: attentionKindSchema,
    total: z.int().min(1),
    items: z.array(attentionItemSchema).meta({ description: "The five that matter most." }),
  })
  .meta({
    id: "Attention",
    description:
      "`failed`: the newest finished record of an application somewhere FAILED within 14 days. `stuck`: PENDING for more than an hour. `rolledBack`: within 7 days, with nothing deployed there since. `drifted`: ten or more versions or 30 or more days behind the rung below.",
  })

export const overviewSchema = z
  .strictObject({
    application: z.string().nullable(),
    environments: z.array(rungSchema).meta({ description: "In rank order; those that ever carried it." }),
    attention: z.array(attentionSchema).meta({ description: "Only kinds of which there are any." }),
  })
  .meta({ id: "Overview", description: "What runs where, what comes next and what wants attention." })

export type OverviewQuery = z.infer<typeof overviewQuerySchema>
export type OverviewRecord = z.infer<typeof overviewRecordSchema>
export type Rung = z.infer<typeof rungSchema>
export type AttentionKind = z.infer<typeof attentionKindSchema>
export type AttentionItem = z.infer<typeof attentionItemSchema>
export type Attention = z.infer<typeof attentionSchema>
export type Overview = z.infer<typeof overviewSchema>
