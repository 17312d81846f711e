import { z } from "zod"
import { includeAnnulled } from "@/lib/ledger/deployments/filters"
import {
  applicationName,
  deploymentStatusSchema,
  instant,
  instantText,
} from "@/lib/ledger/deployments/schema"
import { environmentReference } from "@/lib/ledger/environments/schema"

/** More bars than this in one picture cannot be told apart, and cost more to send than to count. */
export const maxItems = 5000

export const timelineQuerySchema = z.strictObject({
  from: instant.optional().meta({ description: "Default: 30 days before `to`." }),
  to: instant.optional().meta({ description: "Not included; default: now." }),
  environment: environmentReference.optional(),
  application: applicationName.optional(),
  includeAnnulled,
  lanes: z
    .enum(["environment", "application"])
    .default("environment")
    .meta({ description: "What the lanes of the drawing are; slices are counted for each." }),
  maxItems: z.coerce
    .number("Give a whole number.")
    .int("Give a whole number.")
    .min(1)
    .max(maxItems)
    .default(maxItems)
    .meta({ description: "With more deployments than this in the window the answer is slices." }),
})

export const timelineItemSchema = z
  .strictObject({
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
      .meta({ description: "Of a rollback: the deployment it replaced, where its arc ends." }),
    annulled: z.boolean().optional().meta({ description: "true with `includeAnnulled=true` only." }),
  })
  .meta({ id: "TimelineItem" })

const count = z.int().min(0)

export const timelineSliceSchema = z
  .strictObject({
    start: instantText,
    end: instantText.meta({ description: "Not included." }),
    environment: z.string().nullable().meta({ description: "null where the lanes are applications." }),
    application: z.string().nullable().meta({ description: "null where the lanes are environments." }),
    counts: z.strictObject({ PENDING: count, DEPLOYED: count, FAILED: count, ROLLED_BACK: count }),
    rollbacks: count.meta({ description: "Those of them that returned to an earlier tag." }),
  })
  .meta({ id: "TimelineSlice" })

/**
 * What a drawing of any number of records needs: few enough things to draw. A window with at most `maxItems`
 * deployments is answered with each of them. A fuller one is cut into at most 400 slices of one width (a minute to 30
 * days, on the clock, so that panning asks for the same slices again), each counted by lane and status; empty slices
 * are absent. A client asks for the window it draws, pans within what it has, and asks again when it zooms in.
 * Items are placed by deployedAt: ask for a little more to the left to see the bars that reach into the window.
 */
export const timelineSchema = z.union([z.array(timelineItemSchema), z.array(timelineSliceSchema)])

export type TimelineQuery = z.infer<typeof timelineQuerySchema>
export type TimelineItem = z.infer<typeof timelineItemSchema>
export type TimelineSlice = z.infer<typeof timelineSliceSchema>
export type Timeline = z.infer<typeof timelineSchema>
