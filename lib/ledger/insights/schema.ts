import { z } from "zod"
import { annotationSchema } from "@/lib/ledger/annotations/schema"
import { deploymentSchema, instantText } from "@/lib/ledger/deployments/schema"
import { apiObject } from "@/lib/platform/api-object"
import { bucketSizes, metrics } from "./metric-names"

const metricSchema = z.enum(metrics)

export const insightRowSchema = deploymentSchema
  .extend({
    seconds: z.number().nullable().meta({ description: "The measured value of a time metric for this row." }),
    reason: z
      .enum([
        ...(["pending", "failed", "rollback", "unknown", "closedLate", "negative"] as const),
        ...(["skipped", "outOfOrder", "open"] as const),
      ])
      .nullable()
      .meta({ description: "Why the row is excluded; null for a counted row." }),
  })
  .meta({ id: "InsightRow" })

const definitionSchema = apiObject("MetricDefinition", {
  version: z.int().meta({ description: "Incremented whenever the formula changes." }),
  title: z.string(),
  summary: z.string().meta({ description: "What the metric means, in one sentence." }),
  formula: z.string(),
  population: z.string(),
  excluded: z.array(z.string()).meta({ description: "What is excluded, and why." }),
})

const rateSchema = apiObject("Rate", {
  value: z.number().nullable().meta({ description: "0 to 1; null when the denominator is 0." }),
  numerator: z.int(),
  denominator: z.int(),
})

const count = z.int().min(0)
const seconds = z.number().nullable()

const durationSchema = apiObject("DurationFigures", {
  n: count,
  unknown: count.meta({
    description:
      "Finished records without a known duration: neither both times nor a start and end reported in separate requests.",
  }),
  closedLate: count.meta({
    description: "Records that stayed PENDING for more than a day before they were closed; excluded.",
  }),
  p50: seconds,
  p90: seconds,
  p95: seconds,
  max: seconds,
})

const leadTimeSchema = apiObject("LeadTimeFigures", {
  n: count,
  unknown: count.meta({ description: "First arrivals without committedAt." }),
  negative: count.meta({ description: "Commits dated after their deployment; excluded." }),
  p50: seconds,
  p90: seconds,
})

const promotionTimeSchema = apiObject("PromotionTimeFigures", {
  kind: z.enum(["step", "whole"]).meta({
    description: "`step`: from the stage below. `whole`: from the lowest stage to a production environment.",
  }),
  from: z.array(z.string()).meta({
    description:
      "The environments tags came from; of environments with one rank, the first arrival counts. Each arrival is measured from the stages that its application used at that time.",
  }),
  to: z.string(),
  n: count,
  skipped: count.meta({
    description: "Tags that never reached the stage below, though the application used it at that time.",
  }),
  outOfOrder: count.meta({ description: "Tags that reached the stage below later." }),
  p50: seconds,
  p90: seconds,
})

const recoveryTimeSchema = apiObject("RecoveryTimeFigures", {
  n: count,
  open: count.meta({ description: "Failed changes with no DEPLOYED record since." }),
  p50: seconds,
})

export const insightTotalsSchema = apiObject("InsightTotals", {
  reached: count,
  failed: count,
  rolledBack: count,
  pending: count,
  perDay: z.number().nullable(),
  deployDaysPerWeek: z.number().nullable(),
  rollbackRate: rateSchema,
  failureRate: rateSchema,
  changeFailRate: rateSchema,
  reworkRate: rateSchema,
  durationSeconds: durationSchema,
  leadTimeSeconds: leadTimeSchema,
  promotionTimeSeconds: z.array(promotionTimeSchema),
  recoveryTimeSeconds: recoveryTimeSchema,
})

const insightBucketSchema = apiObject("InsightBucket", {
  start: instantText.meta({
    description: "Start of the whole period; only records inside the window are counted.",
  }),
  end: instantText,
  partial: z.boolean().meta({
    description: "The window or the current time cuts the period: its counts are partial.",
  }),
  reached: count,
  failed: count,
  rolledBack: count,
  rollbackRate: rateSchema,
  changeFailRate: rateSchema,
  durationSeconds: z.strictObject({ p50: seconds, p90: seconds }),
  leadTimeSeconds: z.strictObject({ p50: seconds }),
})

const scopeAndWindow = {
  application: z.string().nullable().meta({ description: "null: all." }),
  environment: z.string().nullable().meta({ description: "null: all." }),
  from: instantText,
  to: instantText.meta({ description: "Exclusive." }),
}

const comparisonSchema = apiObject("InsightComparison", {
  ...scopeAndWindow,
  totals: insightTotalsSchema,
  buckets: z.array(insightBucketSchema),
})

export const insightsSchema = apiObject("Insights", {
  ...scopeAndWindow,
  bucket: z.enum(bucketSizes),
  timeZone: z.string(),
  definitions: z.record(metricSchema, definitionSchema),
  totals: insightTotalsSchema,
  previous: insightTotalsSchema.meta({ description: "The previous window of the same length." }),
  buckets: z.array(insightBucketSchema),
  previousBuckets: z.array(insightBucketSchema).meta({ description: "Totals of the previous window." }),
  comparison: comparisonSchema.nullable().meta({
    description:
      "The metrics of the comparison requested with `compare…`, the same as its own insights; null if none is requested.",
  }),
  annotations: z.array(annotationSchema).meta({
    description: "Freezes, incidents and notes in the window, latest start first; at most 500.",
  }),
  durationHistogram: z.array(
    z.strictObject({ fromSeconds: z.number(), toSeconds: z.number().nullable(), count }),
  ),
  heatMap: z
    .array(z.array(count).length(24))
    .length(7)
    .meta({ description: "Reached deployments by ISO weekday (Monday first) and local hour." }),
})

export const applicationInsightsSchema = insightsSchema
  .pick({ environment: true, from: true, to: true, bucket: true, timeZone: true })
  .extend({
    comparison: comparisonSchema.pick({ environment: true, from: true, to: true }).nullable().meta({
      description: "The comparison requested with `compare…`; null if none is requested.",
    }),
    applications: z
      .array(
        z.strictObject({
          application: z.string(),
          totals: insightTotalsSchema,
          previous: insightTotalsSchema,
          comparison: insightTotalsSchema.nullable(),
          trend: z.array(count).meta({ description: "Reached deployments in each bucket of the window." }),
        }),
      )
      .meta({
        description:
          "Applications with a record in the window, the previous window or the compared one, by name.",
      }),
  })
  .meta({ id: "ApplicationInsights" })

export type ApplicationInsights = z.infer<typeof applicationInsightsSchema>

export type Definition = z.infer<typeof definitionSchema>
export type Rate = z.infer<typeof rateSchema>
export type DurationFigures = z.infer<typeof durationSchema>
export type LeadTimeFigures = z.infer<typeof leadTimeSchema>
export type PromotionTimeFigures = z.infer<typeof promotionTimeSchema>
export type RecoveryTimeFigures = z.infer<typeof recoveryTimeSchema>
export type InsightTotals = z.infer<typeof insightTotalsSchema>
export type InsightBucket = z.infer<typeof insightBucketSchema>
export type Insights = z.infer<typeof insightsSchema>
export type InsightRow = z.infer<typeof insightRowSchema>
