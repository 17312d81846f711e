import { z } from "zod"
import { apiObject } from "@/lib/platform/api-object"
import { instantText } from "@/lib/platform/instant-schema"

export const releaseAttentionKinds = [
  "quarantined",
  "failed",
  "slow",
  "waiting",
  "hanging",
  "paused",
  "outOfBand",
  "unmanaged",
  "behind",
] as const
const releaseAttentionKindSchema = z.enum(releaseAttentionKinds)
export type ReleaseAttentionKind = z.infer<typeof releaseAttentionKindSchema>

const releaseAttentionItemSchema = apiObject("ReleaseAttentionItem", {
  releaseId: z.uuid().nullable().meta({
    description: "Null: the item covers all releases of a version, or a release that is not managed.",
  }),
  rolloutId: z.uuid().nullable().meta({ description: "The rollout that needs attention." }),
  releaseName: z.string().nullable(),
  tenantName: z.string().nullable(),
  repository: z.string().nullable().meta({ description: "Null for a rollout, and where it is unknown." }),
  chartName: z.string(),
  chartVersion: z.string(),
  since: instantText.nullable().meta({ description: "When it started; null: unknown." }),
  releases: z.int().min(0),
  versionsBehind: z.int().nullable(),
  newestVersion: z.string().nullable(),
})
export type ReleaseAttentionItem = z.infer<typeof releaseAttentionItemSchema>

export const releaseAttentionSchema = z
  .array(
    z.strictObject({
      kind: releaseAttentionKindSchema,
      total: z.int().min(1).meta({ description: "The number of releases." }),
      items: z.array(releaseAttentionItemSchema).meta({ description: "The five most important." }),
    }),
  )
  .meta({
    id: "ReleaseAttention",
    description:
      "Only non-empty kinds. `quarantined`: a quarantined chart version runs. `failed`: the last change failed. `slow`: an operation has run for more than its timeout plus five minutes. `waiting`: an operation has not been picked up by a worker for two minutes. `hanging`: a change was started and is no longer in progress. `paused`: a rollout waits to be resumed. `outOfBand`: the last revision was not made by Slipway. `unmanaged`: installed with Helm directly in a tenant's namespace. `behind`: over the version budget, by version: a newer major version, three or more newer versions, or superseded for 90 days.",
  })
export type ReleaseAttention = z.infer<typeof releaseAttentionSchema>
