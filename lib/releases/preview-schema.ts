import { z } from "zod"
import {
  installReleaseSchema,
  revisionDiffSchema,
  rollbackReleaseSchema,
  upgradeReleaseSchema,
} from "./schema"

/** What would be done; `options` are those of the change itself. */
export const previewReleaseSchema = z
  .discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("INSTALL"), ...installReleaseSchema.shape }),
    z.strictObject({ kind: z.literal("UPGRADE"), releaseId: z.uuid(), ...upgradeReleaseSchema.shape }),
    z.strictObject({ kind: z.literal("ROLLBACK"), releaseId: z.uuid(), ...rollbackReleaseSchema.shape }),
    z.strictObject({ kind: z.literal("UNINSTALL"), releaseId: z.uuid() }),
  ])
  .meta({ id: "PreviewRelease" })

export type PreviewRelease = z.infer<typeof previewReleaseSchema>

export const previewSchema = z
  .strictObject({
    kind: z.enum(["INSTALL", "UPGRADE", "ROLLBACK", "UNINSTALL"]),
    releaseId: z.uuid().nullable(),
    chartName: z.string(),
    fromChartVersion: z.string().nullable(),
    toChartVersion: z.string().nullable(),
    ...revisionDiffSchema.shape,
    notes: z.string().nullable(),
  })
  .meta({ id: "ReleasePreview" })

export type Preview = z.infer<typeof previewSchema>
