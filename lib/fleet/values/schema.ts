import { z } from "zod"
import { releaseStatusSchema } from "@/lib/fleet/releases/schema"
import { clusterName, tagFilter } from "@/lib/fleet/tenants/schema"
import { apiObject } from "@/lib/platform/api-object"
import { booleanQuery, pageQuery } from "@/lib/platform/page"
import { maxPathLength } from "./values-path"

const filters = {
  chartName: z.string().max(320).optional().meta({ description: "`name` or `repository/name`." }),
  tenantId: z.uuid().optional(),
  cluster: clusterName.optional(),
  tags: tagFilter.optional(),
}

const ofPath = {
  path: z.string().max(maxPathLength).meta({
    description:
      "As `helm --set` writes it: `resources.limits.memory`, `args[0]`, `labels.app\\.kubernetes\\.io/name`.",
  }),
  ...filters,
}

export const valuesQuerySchema = z.strictObject({
  ...ofPath,
  value: z
    .string()
    .regex(/^[0-9a-f]{16}$/, "Use the valueId of a group of the summary.")
    .optional()
    .meta({ description: "Only releases with this value: the `valueId` of a group of the summary." }),
  differs: booleanQuery
    .optional()
    .meta({ description: "Only releases whose value differs from the chart's default, or does not." }),
  ...pageQuery,
})
export type ValuesQuery = z.infer<typeof valuesQuerySchema>

export const valuesSummaryQuerySchema = z.strictObject(ofPath)
export type ValuesSummaryQuery = z.infer<typeof valuesSummaryQuerySchema>

export const valuesPathsQuerySchema = z.strictObject({
  ...filters,
  q: z.string().max(maxPathLength).default("").meta({ description: "Matches part of the path." }),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export type ValuesPathsQuery = z.infer<typeof valuesPathsQuerySchema>

const shownValue = {
  isSet: z
    .boolean()
    .meta({ description: "Whether the release sets the value; otherwise the chart's default applies." }),
  value: z.string().nullable().meta({
    description:
      "The release's value as JSON with secrets masked, truncated after 500 characters; null if it is not set.",
  }),
  masked: z.boolean().meta({ description: "Whether a secret is masked in it." }),
  valueId: z.string().meta({
    description:
      "Equal for releases with equal values at this path, even if masked; for releases that do not set it, equal for equal defaults.",
  }),
  default: z.string().nullable().meta({
    description:
      "The default of the chart in this version, as JSON with secrets masked; null if there is none.",
  }),
  defaultKnown: z.boolean().meta({ description: "False if the chart cannot currently be read." }),
  differs: z
    .boolean()
    .nullable()
    .meta({ description: "Whether it differs from the default; null if the default is unknown." }),
}

export const valueAtSchema = z.strictObject(shownValue).meta({ id: "ValueAtPath" })
export type ValueAt = z.infer<typeof valueAtSchema>

export const releaseValueSchema = apiObject("ReleaseValue", {
  releaseId: z.uuid(),
  releaseName: z.string(),
  tenantId: z.uuid(),
  tenantSlug: z.string(),
  tenantName: z.string(),
  cluster: z.string(),
  repository: z.string(),
  chartName: z.string(),
  chartVersion: z.string(),
  revision: z.int(),
  status: releaseStatusSchema,
  ...shownValue,
})
export type ReleaseValue = z.infer<typeof releaseValueSchema>

const valueGroupSchema = apiObject("ValueGroup", {
  ...shownValue,
  differs: shownValue.differs.meta({
    description:
      "Whether it differs from the default for every release of the group; null if only for some, or unknown.",
  }),
  releases: z.int(),
  tenants: z.int(),
})
export type ValueGroup = z.infer<typeof valueGroupSchema>

export const valuesSummarySchema = apiObject("ValuesSummary", {
  releases: z.int().meta({ description: "The installed releases that match the filters." }),
  counted: z.int().meta({
    description: "The number of compared releases: at most 10,000, and fewer if their values are very large.",
  }),
  set: z.int().meta({ description: "Releases that set a value." }),
  differing: z.int().meta({ description: "Releases whose value differs from the chart's default." }),
  distinct: z.int().meta({ description: "The number of groups." }),
  groups: z.array(valueGroupSchema).meta({ description: "The largest 100 first." }),
  unknownDefaults: z
    .array(z.string())
    .meta({ description: "Charts whose default cannot currently be read, as `repository/name version`." }),
})
export type ValuesSummary = z.infer<typeof valuesSummarySchema>

export const knownPathSchema = apiObject("ValuesPath", {
  path: z.string(),
  hasDefault: z.boolean().meta({ description: "Whether a chart has a default for this path." }),
  releases: z.int().meta({ description: "How many of the newest 500 releases set it." }),
})
export type KnownPath = z.infer<typeof knownPathSchema>
