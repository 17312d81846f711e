import { z } from "zod"
import { allValue } from "@/lib/ledger/deployments/all-value"
import { includeAnnulled } from "@/lib/ledger/deployments/filters"
import { applicationName, instant } from "@/lib/ledger/deployments/schema"
import { environmentReference } from "@/lib/ledger/environments/schema"
import { pageQuery } from "@/lib/platform/page"
import { isTimeZone } from "./calendar"
import { bucketSizes, comparedPeriods, comparedRanges, metrics, ranges, rowParts } from "./metric-names"

const reworkWords = z
  .string()
  .transform((text) => text.split(",").map((word) => word.trim()))
  .refine((words) => words.length <= 20 && words.every((word) => word.length > 0 && word.length <= 50), {
    error: "Enter 1 to 20 words, separated by commas.",
  })

/** An instant, or a calendar day in the time zone of the query. */
const dayOrInstant = z.union([z.iso.date(), instant], {
  error: "Enter a time such as 2026-02-01T10:00:00Z, or a date such as 2026-02-01.",
})

export const timeZone = z
  .string()
  .max(64)
  .refine(isTimeZone, "Not a valid IANA time zone. Use a name such as Europe/Berlin.")
  .default("UTC")

const filters = {
  application: applicationName.optional().meta({ description: "Default: all." }),
  environment: environmentReference.optional().meta({ description: "Default: all." }),
  range: z.enum(ranges).optional().meta({
    description:
      "Instead of `from`: whole local days in `timeZone` until `to`, including today (`7d`: today and the six days before). The response contains the resolved window.",
  }),
  from: dayOrInstant.optional().meta({
    description:
      "A time, or the start of a local day (`2026-02-01`). Default: 30 days, 13 weeks or 12 months before `to`, depending on the bucket.",
  }),
  to: dayOrInstant.optional().meta({
    description: "A time (exclusive), or a local day (inclusive). Default: now.",
  }),
  timeZone: timeZone.meta({
    description: "IANA name; buckets are calendar days, ISO weeks or months in this time zone.",
  }),
  includeAnnulled,
  reworkWords: reworkWords.optional().meta({
    description: "Words in a branch or notes that mark rework, separated by commas. Default: hotfix,revert.",
  }),
}

const allValueSchema = z.literal(allValue)
const insteadOf = (name: string) =>
  `Compare with this in place of \`${name}\`; \`${allValue}\`: all. Default: the same.`

const comparisonFilters = {
  compareBefore: z.enum(comparedPeriods).optional().meta({
    description: "Compare with the same local dates and times a month, quarter or year before.",
  }),
  compareRange: z.enum(comparedRanges).optional().meta({
    description:
      "Compare with the whole month, quarter or calendar year before the one in which the window ends.",
  }),
  compareFrom: dayOrInstant.optional().meta({
    description: "Compare with a window of any length, given as `from` and `to` are. Default: the same.",
  }),
  compareTo: dayOrInstant.optional(),
  compareApplication: z
    .union([allValueSchema, applicationName])
    .optional()
    .meta({ description: insteadOf("application") }),
  compareEnvironment: z
    .union([allValueSchema, environmentReference])
    .optional()
    .meta({ description: insteadOf("environment") }),
}

export const insightsQuerySchema = z.strictObject({
  ...filters,
  ...comparisonFilters,
  bucket: z.enum(bucketSizes).default("day"),
})

const { application: _one, ...filtersOfAll } = filters
const { compareApplication: _other, ...comparisonOfAll } = comparisonFilters
export const applicationInsightsQuerySchema = z.strictObject({
  ...filtersOfAll,
  ...comparisonOfAll,
  bucket: z.enum(bucketSizes).default("week").meta({ description: "Of the trend." }),
})

export const insightRowsQuerySchema = z.strictObject({
  metric: z.enum(metrics),
  part: z.enum(rowParts).default("counted").meta({
    description:
      "`counted`: the rows that make up the metric (the numerator of a rate). `population`: the rows it is based on. `excluded`: the rows left out.",
  }),
  bucket: z
    .union([z.enum(bucketSizes), instant])
    .optional()
    .meta({
      description: "The `start` of one bucket; a bucket size, as in insights, means the whole window.",
    }),
  period: z
    .enum(bucketSizes)
    .default("day")
    .meta({ description: "The size of the bucket that starts there." }),
  kind: z.enum(["step", "whole"]).default("step").meta({ description: "Which promotion time to list." }),
  ...filters,
  ...pageQuery,
})

export type InsightsQuery = z.infer<typeof insightsQuerySchema>
export type ApplicationInsightsQuery = z.infer<typeof applicationInsightsQuerySchema>
export type InsightRowsQuery = z.infer<typeof insightRowsQuerySchema>
