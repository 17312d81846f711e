import { z } from "zod"
import { instantText } from "@/lib/platform/instant-schema"
import { pageQuery } from "@/lib/platform/page"

export const repositoryKinds = ["INDEX", "OCI", "FOLDER"] as const
export const repositoryKindSchema = z.enum(repositoryKinds)
export type RepositoryKind = z.infer<typeof repositoryKindSchema>

export const repositoryName = z
  .string()
  .min(1, "Required.")
  .max(63)
  .regex(
    /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/,
    "Small letters, digits and dashes, not starting or ending with a dash.",
  )

/** Helm's rule for the name in Chart.yaml. */
export const plainChartName = z
  .string()
  .min(1)
  .max(250)
  .regex(/^[a-zA-Z0-9]([-a-zA-Z0-9._]*[a-zA-Z0-9])?$/, "Letters, digits, dots, dashes and underscores.")

/** `name` or `repository/name`. */
export const chartReference = z
  .string()
  .min(1, "Required.")
  .max(320)
  .regex(
    /^([a-z0-9]([-a-z0-9]*[a-z0-9])?\/)?[a-zA-Z0-9]([-a-zA-Z0-9._]*[a-zA-Z0-9])?$/,
    "The chart's name, or repository/name.",
  )

export const repositorySchema = z
  .strictObject({
    id: z.uuid(),
    name: z.string(),
    kind: repositoryKindSchema,
    url: z
      .string()
      .meta({ description: "An https address of an index, an oci:// address, or the path of a folder." }),
    username: z.string().nullable(),
    hasPassword: z.boolean(),
    fixed: z.boolean().meta({ description: "Named at start; it cannot be removed here." }),
    createdBy: z.string(),
    createdAt: instantText.nullable().meta({ description: "Null: named at start." }),
  })
  .meta({ id: "ChartRepository" })

export type Repository = z.infer<typeof repositorySchema>

export const createRepositorySchema = z
  .strictObject({
    name: repositoryName,
    url: z.string().min(1).max(2000).meta({
      description: "https://… of an index, oci://…, or a folder that the operator named at start.",
    }),
    username: z.string().min(1).max(255).optional(),
    password: z
      .string()
      .min(1)
      .max(10_000)
      .optional()
      .meta({ description: "Kept encrypted; never answered." }),
  })
  .meta({ id: "CreateChartRepository" })

export type CreateRepository = z.infer<typeof createRepositorySchema>

export const repositoryCheckSchema = z
  .strictObject({
    reachable: z.boolean(),
    charts: z.int().nullable().meta({ description: "How many it tells of; null while it cannot be read." }),
    versions: z.int().nullable(),
    problem: z.string().nullable().meta({ description: "Why it cannot be read." }),
    omitted: z.int().meta({ description: "Versions that are not listed because there are too many." }),
    refused: z
      .array(z.strictObject({ file: z.string(), reason: z.string() }))
      .meta({ description: "Packaged charts of a folder that cannot be used, and why; the first 100." }),
    refusedCount: z.int(),
  })
  .meta({ id: "ChartRepositoryCheck" })

export type RepositoryCheck = z.infer<typeof repositoryCheckSchema>

/** A chart, by its newest version. */
export const chartSchema = z
  .strictObject({
    repository: z.string(),
    name: z.string(),
    description: z.string().nullable(),
    icon: z.string().nullable().meta({ description: "An http or https address." }),
    deprecated: z.boolean(),
    latestVersion: z.string(),
    latestAppVersion: z.string().nullable(),
    versions: z.int().meta({ description: "How many there are." }),
    listedAt: instantText.meta({
      description: "When its repository was read last; long ago where it has not been reachable since.",
    }),
  })
  .meta({ id: "Chart" })

export type Chart = z.infer<typeof chartSchema>

export const chartVersionSchema = z
  .strictObject({
    repository: z.string(),
    name: z.string(),
    version: z.string(),
    appVersion: z.string().nullable(),
    description: z.string().nullable(),
    createdAt: instantText.nullable(),
    digest: z
      .string()
      .nullable()
      .meta({ description: "`sha256:` of the packaged chart, where it is known." }),
    deprecated: z.boolean(),
    prerelease: z.boolean(),
  })
  .meta({ id: "ChartVersion" })

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
  q: z
    .string()
    .max(200)
    .optional()
    .meta({ description: "Part of the name, the description or the repository." }),
  repository: z.string().max(63).optional(),
  ...pageQuery,
})

export type ChartQuery = z.infer<typeof chartQuerySchema>

export const chartVersionsQuerySchema = z.strictObject(pageQuery)

export type ChartVersionsQuery = z.infer<typeof chartVersionsQuerySchema>
