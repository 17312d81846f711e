import { z } from "zod"
import { instantText } from "@/lib/platform/instant-schema"

export const releaseAttentionKinds = [
  "failed",
  "slow",
  "waiting",
  "hanging",
  "paused",
  "outOfBand",
  "unmanaged",
  "behind",
] as const
export const releaseAttentionKindSchema = z.enum(releaseAttentionKinds)
export type ReleaseAttentionKind = z.infer<typeof releaseAttentionKindSchema>

export const releaseAttentionItemSchema = z
  .strictObject({
    releaseId: z
      .uuid()
      .nullable()
      .meta({ description: "Null: it is about all releases of a version, or one that is not managed." }),
    rolloutId: z.uuid().nullable().meta({ description: "The rollout that it is about." }),
    releaseName: z.string().nullable(),
    tenantName: z.string().nullable(),
    chartName: z.string(),
    chartVersion: z.string(),
    since: instantText.nullable().meta({ description: "When it began; null: not known." }),
    releases: z.int().min(0),
    versionsBehind: z.int().nullable(),
    newestVersion: z.string().nullable(),
  })
  .meta({ id: "ReleaseAttentionItem" })
export type ReleaseAttentionItem = z.infer<typeof releaseAttentionItemSchema>

export const releaseAttentionSchema = z
  .array(
    z.strictObject({
      kind: releaseAttentionKindSchema,
      total: z.int().min(1).meta({ description: "How many releases." }),
      items: z.array(releaseAttentionItemSchema).meta({ description: "The five that matter most." }),
    }),
  )
  .meta({
    id: "ReleaseAttention",
    description:
      "Only kinds of which there are any. `failed`: the last change failed. `slow`: an operation that runs for longer than its timeout and five minutes. `waiting`: an operation that no worker has taken for two minutes. `hanging`: in the middle of a change that nobody makes any more. `paused`: a rollout that goes on only when somebody resumes it. `outOfBand`: the last revision was made by somebody else than Slipway. `unmanaged`: installed with Helm alone in a tenant's namespace. `behind`: over the version budget, by versions: a newer major version, three or more newer versions, or superseded for 90 days.",
  })
export type ReleaseAttention = z.infer<typeof releaseAttentionSchema>
