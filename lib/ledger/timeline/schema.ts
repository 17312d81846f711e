import { z } from "zod"
import { includeAnnulled } from "@/lib/ledger/deployments/filters"
import {
  applicationName,
  deploymentStatusSchema,
  instant,
  instantText,
} from "@/lib/ledger/deployments/schema"
import { environmentReference } from "@/lib/ledger/environments/schema"
import { apiObject } from "@/lib/platform/api-object"

/** More bars than this are indistinguishable in one chart, and cost more to send than to count. */
export const maxItems = 5000

export const timelineQuerySchema = z.strictObject({
  from: instant.optional().meta({ description: "Default: 30 days before `to`." }),
  to: instant.optional().meta({ description: "Exclusive. Default: now." }),
  environment: environmentReference.optional(),
  application: applicationName.optional(),
  includeAnnulled,
  lanes: z
    .enum(["environment", "application"])
    .default("environment")
    .meta({ description: "What the lanes represent; slices are counted per lane." }),
  maxItems: z.coerce
    .number()
    .int()
    .min(1)
    .max(maxItems)
    .default(maxItems)
    .meta({ description: "If the window has more deployments than this, the response contains slices." }),
})

export const timelineItemSchema = apiObject("TimelineItem", {
  id: z.uuid(),
  application: z.string(),
  environment: z.string(),
  imageTag: z.string(),
  status: deploymentStatusSchema,
  deployedAt: instantText,
  completedAt: instantText.nullable(),
  isRollback: z.boolean(),
  replaces: z
    .uuid()
    .optional()
    .meta({ description: "For a rollback: the deployment it replaced, where its arc ends." }),
  annulled: z.boolean().optional().meta({ description: "true with `includeAnnulled=true` only." }),
})

const count = z.int().min(0)

export const timelineSliceSchema = apiObject("TimelineSlice", {
  start: instantText,
  end: instantText.meta({ description: "Exclusive." }),
  environment: z.string().nullable().meta({ description: "null if the lanes are applications." }),
  application: z.string().nullable().meta({ description: "null if the lanes are environments." }),
  counts: z.strictObject({ PENDING: count, DEPLOYED: count, FAILED: count, ROLLED_BACK: count }),
  rollbacks: count.meta({ description: "How many of the deployments returned to an earlier tag." }),
})

/**
 * Data for drawing any number of records. A window with at most `maxItems` deployments returns each of them. A fuller
 * window is split into at most 400 slices of equal width (one minute to 30 days, aligned to the clock, so that panning
 * requests the same slices again), each counted by lane and status; empty slices are omitted. A client requests the
 * window it draws, pans within the data it has, and requests again when zooming in. Items are positioned by deployedAt:
 * request a little more to the left to include bars that extend into the window.
 */
export const timelineSchema = z.union([z.array(timelineItemSchema), z.array(timelineSliceSchema)])

export const versionsQuerySchema = timelineQuerySchema.omit({ lanes: true, maxItems: true }).extend({
  maxItems: timelineQuerySchema.shape.maxItems.meta({
    description: "If the window has more lanes and deployments than this, the response contains no spans.",
  }),
})

export const versionSpanSchema = apiObject("VersionSpan", {
  application: z.string(),
  environment: z.string(),
  imageTag: z.string(),
  deploymentId: z.uuid().meta({ description: "The deployment that was current at the start of the span." }),
  from: instantText.meta({ description: "When it started running, or the start of the window." }),
  to: instantText.meta({ description: "When it stopped running, or the end of the window." }),
})

/** The spans of each lane in which one version was current, without gaps while anything was running. */
export const versionsSchema = apiObject("Versions", {
  spans: z
    .array(versionSpanSchema)
    .nullable()
    .meta({ description: "By application, environment and time. null: too many for `maxItems`." }),
})

export type VersionsQuery = z.infer<typeof versionsQuerySchema>
export type VersionSpan = z.infer<typeof versionSpanSchema>
export type Versions = z.infer<typeof versionsSchema>
export type TimelineQuery = z.infer<typeof timelineQuerySchema>
export type TimelineItem = z.infer<typeof timelineItemSchema>
export type TimelineSlice = z.infer<typeof timelineSliceSchema>
export type Timeline = z.infer<typeof timelineSchema>
