import { z } from "zod"
import { instantText } from "./schema"

/** The deployment that is live somewhere. */
export const platformVersionSchema = z
  .strictObject({
    application: z.string(),
    environment: z.string(),
    imageTag: z.string(),
    isVersioned: z.boolean(),
    acrRegistry: z.string().nullable(),
    gitCommit: z.string().nullable(),
    gitBranch: z.string().nullable(),
    serviceVersions: z.record(z.string(), z.string()).nullable(),
    deployedAt: instantText,
    deployedBy: z.string(),
    deploymentId: z.uuid(),
  })
  .meta({ id: "PlatformVersionInfo" })

export type PlatformVersionInfo = z.infer<typeof platformVersionSchema>
