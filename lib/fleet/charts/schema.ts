import { z } from "zod"
import { apiObject } from "@/lib/platform/api-object"
import { instantText } from "@/lib/platform/instant-schema"
import { pageQuery, searchQuery } from "@/lib/platform/page"
import { quarantineReasonSchema } from "@/lib/policy/quarantine/schema"

const repositoryKinds = ["INDEX", "OCI", "FOLDER"] as const
const repositoryKindSchema = z.enum(repositoryKinds)
export type RepositoryKind = z.infer<typeof repositoryKindSchema>

export const repositoryName = z
  .string()
  .min(1, "Required.")
  .max(63)
  .regex(
    /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/,
    "Use lowercase letters, digits and -, not starting or ending with -.",
  )

/** `name` or `repository/name`. */
export const chartReference = z
  .string()
  .min(1, "Required.")
  .max(320)
  .regex(
    /^([a-z0-9]([-a-z0-9]*[a-z0-9])?\/)?[a-zA-Z0-9]([-a-zA-Z0-9._]*[a-zA-Z0-9])?$/,
    "Use the chart's name or repository/name.",
  )

/** The parts of a chart reference; without a repository any matches. */
export function parseChartReference(reference: string): { repository: string | null; chartName: string } {
  const slash = reference.indexOf("/")
  return { repository: slash < 0 ? null : reference.slice(0, slash), chartName: reference.slice(slash + 1) }
}

export const repositorySchema = apiObject("ChartRepository", {
  id: z.uuid(),
  name: z.string(),
  kind: repositoryKindSchema,
  url: z
    .string()
    .meta({ description: "The HTTPS address of an index, an oci:// address, or the path of a folder." }),
  username: z.string().nullable(),
  hasPassword: z.boolean(),
  fixed: z.boolean().meta({ description: "Configured at startup; it cannot be removed through the API." }),
  createdBy: z.string(),
  createdAt: instantText.nullable().meta({ description: "Null for repositories configured at startup." }),
})

export type Repository = z.infer<typeof repositorySchema>

export const createRepositorySchema = apiObject("CreateChartRepository", {
  name: repositoryName,
  url: z.string().min(1).max(2000).meta({
    description: "https://… for an index, oci://…, or the path of a configured folder.",
  }),
  username: z.string().min(1).max(255).optional(),
  password: z
    .string()
    .min(1)
    .max(10_000)
    .optional()
    .meta({ description: "Stored encrypted and never returned." }),
})

export type CreateRepository = z.infer<typeof createRepositorySchema>

export const repositoryCheckSchema = apiObject("ChartRepositoryCheck", {
  reachable: z.boolean(),
  charts: z
    .int()
    .nullable()
    .meta({ description: "The number of charts; null while the repository is not readable." }),
  versions: z.int().nullable(),
  problem: z.string().nullable().meta({ description: "Why the repository is not readable." }),
  omitted: z.int().meta({ description: "The number of versions omitted because there are too many." }),
  omittedCharts: z.int().meta({
    description: "The number of charts omitted because the catalog of the registry has too many.",
  }),
  refused: z.array(z.strictObject({ file: z.string(), reason: z.string() })).meta({
    description: "The first 100 packaged charts of a folder that were rejected, with the reason.",
  }),
  refusedCount: z.int(),
})

export type RepositoryCheck = z.infer<typeof repositoryCheckSchema>

/** A chart, described by its newest version. */
export const chartSchema = apiObject("Chart", {
  repository: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  icon: z.string().nullable().meta({ description: "An HTTP or HTTPS address." }),
  deprecated: z.boolean(),
  latestVersion: z.string(),
  latestAppVersion: z.string().nullable(),
  versions: z.int().meta({ description: "The number of versions." }),
  listedAt: instantText.meta({
    description: "When its repository was last read successfully.",
  }),
})

export type Chart = z.infer<typeof chartSchema>

export const chartVersionSchema = apiObject("ChartVersion", {
  repository: z.string(),
  name: z.string(),
  version: z.string(),
  appVersion: z.string().nullable(),
  description: z.string().nullable(),
  createdAt: instantText.nullable(),
  digest: z
    .string()
    .nullable()
    .meta({ description: "The `sha256:` digest of the packaged chart, if known." }),
  deprecated: z.boolean(),
  prerelease: z.boolean(),
  quarantine: quarantineReasonSchema.meta({ description: "The active quarantine of the version." }),
})

export type ChartVersion = z.infer<typeof chartVersionSchema>

export const chartContentsSchema = chartVersionSchema
  .extend({
    valuesYaml: z.string().meta({ description: "values.yaml with its comments." }),
    values: z.record(z.string(), z.unknown()),
    schema: z.record(z.string(), z.unknown()).nullable().meta({ description: "values.schema.json." }),
    readme: z.string().nullable().meta({ description: "Markdown." }),
    kubeVersion: z.string().nullable(),
    dependencies: z.array(
      z.strictObject({ name: z.string(), version: z.string(), repository: z.string().nullable() }),
    ),
  })
  .meta({ id: "ChartContents" })

export type ChartContents = z.infer<typeof chartContentsSchema>

export const chartQuerySchema = z.strictObject({
  q: searchQuery("Matches part of the name, the description or the repository."),
  repository: z.string().max(63).optional(),
  ...pageQuery,
})

export type ChartQuery = z.infer<typeof chartQuerySchema>

export const chartVersionsQuerySchema = z.strictObject(pageQuery)

export type ChartVersionsQuery = z.infer<typeof chartVersionsQuerySchema>
