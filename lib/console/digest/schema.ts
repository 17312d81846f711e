import { z } from "zod"
import { activitySchema } from "@/lib/console/activity/schema"
import { revisionOperationSchema, revisionStatusSchema } from "@/lib/fleet/releases/schema"
import { annotationSchema } from "@/lib/ledger/annotations/schema"
import { deploymentSchema, instantText } from "@/lib/ledger/deployments/schema"
import { timeZone } from "@/lib/ledger/insights/query-schema"
import { insightTotalsSchema } from "@/lib/ledger/insights/schema"
import { apiObject } from "@/lib/platform/api-object"
import { maxDigestEntries } from "./max-entries"

const figuresSchema = insightTotalsSchema
  .pick({ reached: true, failed: true, rolledBack: true, rollbackRate: true, changeFailRate: true })
  .meta({ id: "DigestFigures" })

export const digestSchema = apiObject("Digest", {
  week: z.string(),
  from: instantText,
  to: instantText.meta({ description: "Exclusive." }),
  timeZone: z.string(),
  partial: z.boolean().meta({ description: "The week is not over yet." }),
  environments: z
    .array(z.strictObject({ environment: z.string(), figures: figuresSchema, previous: figuresSchema }))
    .meta({
      description: "Environments with deployments in the week or the one before, in promotion order.",
    }),
  rollbacks: z
    .array(activitySchema)
    .meta({ description: `The newest ${maxDigestEntries} of deployments and releases.` }),
  failures: z
    .array(activitySchema)
    .meta({ description: `The newest ${maxDigestEntries} of deployments and releases.` }),
  slowest: z
    .array(
      deploymentSchema
        .pick({ id: true, application: true, environment: true, imageTag: true })
        .extend({ seconds: z.number() }),
    )
    .meta({ description: "The five deployments with the longest duration." }),
  newApplications: z
    .array(z.strictObject({ application: z.string(), firstRecordAt: instantText }))
    .meta({ description: "Applications whose first record is in the week, newest first." }),
  releases: z
    .array(
      z.strictObject({
        operation: revisionOperationSchema,
        status: revisionStatusSchema,
        count: z.int().min(0),
      }),
    )
    .nullable()
    .meta({ description: "Changes of Helm releases; null if the caller may not read releases." }),
  annotations: z.array(annotationSchema),
})

export const digestQuerySchema = z.strictObject({
  timeZone: timeZone.meta({ description: "IANA name; the week starts on Monday in this time zone." }),
})

export type Digest = z.infer<typeof digestSchema>
export type DigestFigures = z.infer<typeof figuresSchema>
export type DigestQuery = z.infer<typeof digestQuerySchema>
