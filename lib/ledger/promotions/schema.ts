import { z } from "zod"
import { includeAnnulled } from "@/lib/ledger/deployments/filters"
import { applicationName, imageTag, instant, instantText } from "@/lib/ledger/deployments/schema"
import { apiObject } from "@/lib/platform/api-object"
import { pageQuery } from "@/lib/platform/page"

const promotionStepSchema = apiObject("PromotionStep", {
  environment: z.string(),
  deployedAt: instantText.meta({ description: "When this tag first reached this environment." }),
  deploymentId: z.uuid(),
  waitedSeconds: z.number().min(0).nullable().meta({
    description:
      "Time since its first arrival in the stage below; null on the lowest stage, and if that stage was skipped or reached later.",
  }),
})

export const promotionSchema = z
  .strictObject({
    application: z.string(),
    imageTag: z.string(),
    steps: z
      .array(promotionStepSchema)
      .meta({ description: "One per environment it reached, in rank order." }),
    skipped: z.array(z.string()).meta({
      description:
        "Environments below its highest stage that it never reached, among those that the application used at that time.",
    }),
    outOfOrder: z.boolean().meta({ description: "It reached a stage before a lower one." }),
    live: z
      .array(z.string())
      .meta({ description: "The environments where it is current now, in rank order." }),
  })
  .meta({ id: "Promotion", description: "The path of one image tag through the promotion order." })

export const promotionsQuerySchema = z.strictObject({
  application: applicationName.optional(),
  imageTag: imageTag.optional().meta({ description: "Only the path of this tag." }),
  from: instant
    .optional()
    .meta({ description: "Tags that first reached any environment at or after this time." }),
  to: instant.optional().meta({ description: "Tags that first reached any environment before this time." }),
  includeAnnulled,
  ...pageQuery,
})

export type Promotion = z.infer<typeof promotionSchema>
export type PromotionsQuery = z.infer<typeof promotionsQuerySchema>
