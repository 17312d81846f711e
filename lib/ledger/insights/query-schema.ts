import { z } from "zod"
import { includeAnnulled } from "@/lib/ledger/deployments/filters"
import { applicationName, instant } from "@/lib/ledger/deployments/schema"
import { environmentReference } from "@/lib/ledger/environments/schema"
import { pageQuery } from "@/lib/platform/page"
import { bucketSizes, isTimeZone } from "./buckets"
import { ranges } from "./range-names"
import { metricSchema } from "./schema"

const reworkWords = z
  .string()
  .transform((text) => text.split(",").map((word) => word.trim()))
  .refine((words) => words.length <= 20 && words.every((word) => word.length > 0 && word.length <= 50), {
    error: "One to twenty words, separated by commas.",
  })

/** An instant, or a calendar day in the time zone of the question. */
const dayOrInstant = z.union([z.iso.date(), instant], {
  error: "Give a time such as 2026-02-01T10:00:00Z, or a day such as 2026-02-01.",
})

const filters = {
  application: applicationName.optional().meta({ description: "Default: all." }),
  environment: environmentReference.optional().meta({ description: "Default: all." }),
  range: z.enum(ranges).optional().meta({
    description:
      "Instead of `from`: whole local days in `timeZone` until `to`, today included (`7d`: today and the six days before). The answer says which window it is.",
  }),
  from: dayOrInstant.optional().meta({
    description:
      "An instant, or a local day (`2026-02-01`) from its beginning. Default: 30 days, 13 weeks or 12 months before `to`, by bucket.",
  }),
  to: dayOrInstant.optional().meta({
    description: "An instant (not included), or a local day (included). Default: now.",
  }),
  timeZone: z
    .string()
    .max(64)
    .refine(isTimeZone, "Not an IANA time zone, such as Europe/Berlin.")
    .default("UTC")
    .meta({ description: "IANA name; buckets are its calendar days, ISO weeks or months." }),
  includeAnnulled,
  reworkWords: reworkWords.optional().meta({
    description: "What a branch or notes say of rework, separated by commas; default: hotfix,revert.",
  }),
}

export const insightsQuerySchema = z.strictObject({
  ...filters,
  bucket: z.enum(bucketSizes).default("day"),
})

export const rowParts = ["counted", "population", "excluded"] as const

export const insightRowsQuerySchema = z.strictObject({
  metric: metricSchema,
  part: z.enum(rowParts).default("counted").meta({
    description:
      "`counted`: the rows that make the number (of a rate the numerator). `population`: what it is out of. `excluded`: what is left out.",
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
    .meta({ description: "How long the bucket is that starts there." }),
  kind: z.enum(["step", "whole"]).default("step").meta({ description: "Which promotion time." }),
  ...filters,
  ...pageQuery,
})

export type InsightsQuery = z.infer<typeof insightsQuerySchema>
export type InsightRowsQuery = z.infer<typeof insightRowsQuerySchema>
