import { z } from "zod"
import { apiObject } from "@/lib/platform/api-object"
import { instantText } from "@/lib/platform/instant-schema"
import { booleanQuery, pageQuery, searchQuery } from "@/lib/platform/page"
import { exactVersion } from "@/lib/policy/names"
import { changeStates } from "./change-states"
import { releaseStatusSchema } from "./schema"

/** The filters of the fleet, combined with AND. */
export const fleetFilters = {
  tenantId: z.uuid().optional(),
  chartName: z.string().max(320).optional().meta({ description: "`name` or `repository/name`." }),
  chartVersion: z.string().max(128).optional(),
  appVersion: z.string().max(128).optional(),
  olderThan: exactVersion.optional().meta({
    description:
      "Releases with an older chart version than this, by semantic versioning. Requires chartName.",
  }),
  status: releaseStatusSchema.optional(),
  outOfBand: booleanQuery
    .optional()
    .meta({ description: "`true`: the last revision was not created by Slipway." }),
  installed: booleanQuery.optional().meta({
    description: "`true`: all but uninstalled ones; `false`: only those.",
  }),
  overBudget: booleanQuery.optional().meta({
    description:
      "`true`: installed, and a newer major version exists, or three or more newer versions, or it is superseded for 90 days.",
  }),
  quarantined: booleanQuery.optional().meta({
    description:
      "`true`: runs a chart version that is quarantined; a first install that is pending does not.",
  }),
  change: z.enum(changeStates).optional().meta({
    description:
      "The state of the release's change. `slow`, `waiting` and `hanging` are defined as in `GET /helm/releases/attention`; `queued` excludes changes of a paused rollout.",
  }),
  q: searchQuery("Matches part of the release, tenant or chart name."),
}

export const releaseQuerySchema = z.strictObject({ ...fleetFilters, ...pageQuery })
export type ReleaseQuery = z.infer<typeof releaseQuerySchema>
export type FleetFilters = Omit<ReleaseQuery, "limit" | "cursor">

export const fleetVersionSchema = apiObject("FleetVersion", {
  repository: z.string(),
  chartName: z.string(),
  chartVersion: z.string(),
  releases: z.int().min(1).meta({ description: "The number of releases with this version." }),
  byStatus: z.record(z.string(), z.int()),
  newestVersion: z.string().nullable().meta({
    description: "The newest stable version in the catalog that is not quarantined; null if unknown.",
  }),
  versionsBehind: z
    .int()
    .nullable()
    .meta({ description: "The number of newer stable versions in the catalog that are not quarantined." }),
  supersededAt: instantText.nullable().meta({
    description:
      "When the first newer stable version was published; null if there is none or the date is unknown.",
  }),
})
export type FleetVersion = z.infer<typeof fleetVersionSchema>

const matrixReleaseSchema = z.strictObject({
  id: z.uuid(),
  releaseName: z.string(),
  repository: z.string(),
  chartName: z.string(),
  chartVersion: z.string(),
  status: releaseStatusSchema,
  outOfBand: z.boolean(),
})
export type MatrixRelease = z.infer<typeof matrixReleaseSchema>

export const matrixRowSchema = apiObject("FleetMatrixRow", {
  tenantId: z.uuid(),
  tenantSlug: z.string(),
  tenantName: z.string(),
  releases: z.array(matrixReleaseSchema).meta({ description: "Sorted by chart name, then by release name." }),
})
export type MatrixRow = z.infer<typeof matrixRowSchema>

export const releaseSummarySchema = apiObject("ReleaseSummary", {
  total: z.int(),
  byStatus: z.record(z.string(), z.int()),
  byChart: z.record(z.string(), z.int()),
  byChartAndStatus: z.record(z.string(), z.record(z.string(), z.int())),
})

export type ReleaseSummary = z.infer<typeof releaseSummarySchema>

export const chartVersionCountsSchema = z.record(z.string(), z.int()).meta({ id: "ChartVersionCounts" })

/** An installed release of a tenant: what it runs, since when, and deployed by whom. */
export const runningReleaseSchema = apiObject("RunningRelease", {
  releaseId: z.uuid(),
  releaseName: z.string(),
  tenantId: z.uuid(),
  tenantSlug: z.string(),
  tenantName: z.string(),
  repository: z.string(),
  chartName: z.string(),
  chartVersion: z.string(),
  appVersion: z.string(),
  status: releaseStatusSchema,
  since: instantText.meta({
    description: "When this chart and app version was first deployed.",
  }),
  by: z.string().meta({ description: "Who deployed it." }),
})

export type RunningRelease = z.infer<typeof runningReleaseSchema>
