import { z } from "zod"
import { instantText } from "@/lib/platform/instant-schema"
import { releaseStatusSchema } from "./schema"

/** A tenant's release, by what it runs, since when and by whom. */
export const runningReleaseSchema = z
  .strictObject({
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
      description: "When the first of the last revisions with this chart and app version was made.",
    }),
    by: z.string().meta({ description: "Who made that revision." }),
  })
  .meta({ id: "RunningRelease" })

export type RunningRelease = z.infer<typeof runningReleaseSchema>
