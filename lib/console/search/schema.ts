import { z } from "zod"
import { runningReleaseSchema } from "@/lib/fleet/releases/fleet-schema"
import { deploymentStatusSchema, instantText } from "@/lib/ledger/deployments/schema"
import { apiObject } from "@/lib/platform/api-object"

/** The kinds of results, in display order. */
export const searchKinds = [
  "commit",
  "imageTag",
  "tenant",
  "release",
  "application",
  "environment",
  "chart",
  "chartVersion",
  "appVersion",
  "branch",
  "person",
  "ticket",
] as const
const searchKindSchema = z.enum(searchKinds)
export type SearchKind = z.infer<typeof searchKindSchema>

export const searchQuerySchema = z.strictObject({
  q: z
    .string()
    .trim()
    .min(2, "Enter at least two characters.")
    .max(200)
    .meta({ description: "The prefix to search for; at least 4 digits of a commit." }),
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(20)
    .default(5)
    .meta({ description: "The maximum number of results per kind, and of places per result. Default: 5." }),
})
export type SearchQuery = z.infer<typeof searchQuerySchema>

const deployment = {
  deploymentId: z.uuid(),
  application: z.string(),
  environment: z.string(),
  imageTag: z.string(),
}

const runningEnvironmentSchema = z
  .strictObject({ ...deployment, since: instantText, by: z.string() })
  .meta({ id: "RunningEnvironment", description: "The current deployment there." })
export type RunningEnvironment = z.infer<typeof runningEnvironmentSchema>

const newestDeploymentSchema = apiObject("NewestDeployment", {
  ...deployment,
  status: deploymentStatusSchema,
  at: instantText,
  by: z.string(),
})
export type NewestDeployment = z.infer<typeof newestDeploymentSchema>

const searchHitSchema = apiObject("SearchHit", {
  kind: searchKindSchema,
  id: z.string().meta({ description: "Unique among results of the same kind." }),
  label: z.string(),
  detail: z.string().nullable(),
  exact: z.boolean().meta({ description: "Whether it matches the query exactly, not only by prefix." }),
  path: z.string().meta({ description: "The path of its page in the console." }),
  newest: newestDeploymentSchema.nullable().meta({
    description:
      "The newest record, even if it is no longer running; null if the result is not a deployment.",
  }),
  environments: z
    .strictObject({ total: z.int().min(0), items: z.array(runningEnvironmentSchema) })
    .meta({ description: "Where it is running now." }),
  tenants: z
    .strictObject({ total: z.int().min(0), items: z.array(runningReleaseSchema) })
    .meta({ description: "The tenant releases that run it now." }),
})
export type SearchHit = z.infer<typeof searchHitSchema>

export const searchSchema = z
  .strictObject({
    q: z.string(),
    groups: z.array(
      z.strictObject({
        kind: searchKindSchema,
        more: z.boolean().meta({ description: "More results are available." }),
        hits: z.array(searchHitSchema).min(1),
      }),
    ),
  })
  .meta({ id: "Search", description: "Only non-empty kinds that the caller may read." })
export type Search = z.infer<typeof searchSchema>
