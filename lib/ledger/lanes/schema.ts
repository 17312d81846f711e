import { z } from "zod"
import { applicationName, instant, instantText } from "@/lib/ledger/deployments/schema"
import { behindSchema } from "@/lib/ledger/drift/schema"
import { environmentReference } from "@/lib/ledger/environments/schema"
import { pageQuery } from "@/lib/platform/page"
import { laneConditions } from "./conditions"

export const laneConditionSchema = z.enum(laneConditions).meta({
  id: "LaneCondition",
  description:
    "`quarantined`: the tag that runs is quarantined. `failed`: the newest finished record FAILED within 14 days. `stuck`: the newest PENDING record is more than an hour old. `rolledBack`: within 7 days, with no deployment since. `deploying`: PENDING for less than an hour. `farBehind`: ten or more versions or 30 or more days behind the stage below, other than another build of the same tag. `behind`: the stage below runs another build. `running`: something runs there.",
})

const laneFilters = {
  environment: environmentReference.optional(),
  application: applicationName.optional(),
  q: z
    .string()
    .max(200)
    .optional()
    .meta({ description: "Part of the name of the application or of the image tag." }),
  at: instant.optional().meta({ description: "State as of this time. Default: now." }),
}
const condition = laneConditionSchema.default("running").meta({ description: "Default: running." })

export const lanesQuerySchema = z.strictObject({ ...laneFilters, condition, ...pageQuery })
export const laneCountsQuerySchema = z.strictObject(laneFilters)
export const exportLanesSchema = z.strictObject({
  format: z.enum(["csv"]).default("csv"),
  ...laneFilters,
  condition,
})

const count = z.int().min(0)
export const laneCountsSchema = z
  .strictObject({
    quarantined: count,
    failed: count,
    stuck: count,
    rolledBack: count,
    deploying: count,
    farBehind: count,
    behind: count,
    running: count,
  })
  .meta({ id: "LaneCounts", description: "How many lanes meet each condition; one may meet several." })

const record = {
  deploymentId: z.uuid(),
  imageTag: z.string(),
  deployedAt: instantText,
  initiatedBy: z.string(),
}

const recordSinceSchema = z.strictObject({
  ...record,
  since: instantText.meta({ description: "When it failed, started or was rolled back." }),
})

export const laneStateSchema = z
  .strictObject({
    application: z.string(),
    environment: z.string(),
    conditions: z.array(laneConditionSchema).meta({ description: "The most severe first." }),
    current: z.strictObject(record).nullable().meta({ description: "null: nothing is running." }),
    behind: behindSchema
      .nullable()
      .meta({ description: "null: in sync, or no lower stage to compare with." }),
    behindSince: instantText.nullable(),
    quarantine: z
      .strictObject({ reason: z.string(), createdBy: z.string(), since: instantText })
      .nullable()
      .meta({ description: "The active quarantine of the tag that runs." }),
    pending: recordSinceSchema.nullable().meta({ description: "The newest PENDING record." }),
    failed: recordSinceSchema.nullable(),
    rolledBack: recordSinceSchema.nullable(),
  })
  .meta({ id: "LaneState", description: "What runs, or should run, for an application in an environment." })

export type LaneFilters = z.infer<typeof laneCountsQuerySchema>
export type LanesQuery = z.infer<typeof lanesQuerySchema>
export type LaneState = z.infer<typeof laneStateSchema>
export type LaneRecord = z.infer<typeof recordSinceSchema>
