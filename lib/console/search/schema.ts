import { z } from "zod"
import { runningReleaseSchema } from "@/lib/fleet/releases/running-schema"
import { deploymentStatusSchema, instantText } from "@/lib/ledger/deployments/schema"

/** What can be found, in the order in which it is shown. */
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
export const searchKindSchema = z.enum(searchKinds)
export type SearchKind = z.infer<typeof searchKindSchema>

export const searchQuerySchema = z.strictObject({
  q: z
    .string()
    .trim()
    .min(2, "At least two characters.")
    .max(200)
    .meta({ description: "The beginning of what is looked for; of a commit at least 4 digits." }),
  limit: z.coerce
    .number("Give a whole number.")
    .int()
    .min(1)
    .max(20)
    .default(5)
    .meta({ description: "How many of each kind, and how many places of each (5 when not given)." }),
})
export type SearchQuery = z.infer<typeof searchQuerySchema>

const deployment = {
  deploymentId: z.uuid(),
  application: z.string(),
  environment: z.string(),
  imageTag: z.string(),
}

export const runningEnvironmentSchema = z
  .strictObject({ ...deployment, since: instantText, by: z.string() })
  .meta({ id: "RunningEnvironment", description: "The deployment that is current there." })
export type RunningEnvironment = z.infer<typeof runningEnvironmentSchema>

export const newestDeploymentSchema = z
  .strictObject({ ...deployment, status: deploymentStatusSchema, at: instantText, by: z.string() })
  .meta({ id: "NewestDeployment" })
export type NewestDeployment = z.infer<typeof newestDeploymentSchema>

export const searchHitSchema = z
  .strictObject({
    kind: searchKindSchema,
    id: z.string().meta({ description: "Tells it apart from the others of its kind." }),
    label: z.string(),
    detail: z.string().nullable(),
    exact: z.boolean().meta({ description: "It is what was asked for, and not only begins so." }),
    path: z.string().meta({ description: "Its page in the console." }),
    newest: newestDeploymentSchema.nullable().meta({
      description: "The newest record, whether or not it still runs; null for what is no deployment.",
    }),
    environments: z
      .strictObject({ total: z.int().min(0), items: z.array(runningEnvironmentSchema) })
      .meta({ description: "Where it runs now." }),
    tenants: z
      .strictObject({ total: z.int().min(0), items: z.array(runningReleaseSchema) })
      .meta({ description: "The tenants' releases that run it now." }),
  })
  .meta({ id: "SearchHit" })
export type SearchHit = z.infer<typeof searchHitSchema>

export const searchSchema = z
  .strictObject({
    q: z.string(),
    groups: z.array(
      z.strictObject({
        kind: searchKindSchema,
        more: z.boolean().meta({ description: "There are more than these." }),
        hits: z.array(searchHitSchema).min(1),
      }),
    ),
  })
  .meta({ id: "Search", description: "Only kinds that the caller may read and of which there are any." })
export type Search = z.infer<typeof searchSchema>
