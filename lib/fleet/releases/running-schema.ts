import { z } from "zod"
import { instantText } from "@/lib/platform/instant-schema"
import { releaseStatusSchema } from "./schema"

/** An installed release of a tenant: what it runs, since when, and deployed by whom. */
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
      description: "When this chart and app version was first deployed.",
    }),
    by: z.string().meta({ description: "Who deployed it." }),
  })
  .meta({ id: "RunningRelease" })

export type RunningRelease = z.infer<typeof runningReleaseSchema>
