import { z } from "zod"
import { apiObject } from "@/lib/platform/api-object"
import { instantText } from "@/lib/platform/instant-schema"
import { pageQuery } from "@/lib/platform/page"
import { causeSchema } from "./cause"

const operationKinds = ["INSTALL", "UPGRADE", "ROLLBACK", "UNINSTALL", "PREVIEW"] as const
const operationKindSchema = z.enum(operationKinds)
export type OperationKind = z.infer<typeof operationKindSchema>

export const operationStates = ["QUEUED", "RUNNING", "SUCCEEDED", "FAILED", "CANCELLED"] as const
const operationStateSchema = z.enum(operationStates)
export type OperationState = z.infer<typeof operationStateSchema>

export const operationSchema = apiObject("Operation", {
  id: z.uuid(),
  kind: operationKindSchema,
  state: operationStateSchema,
  tenantId: z.uuid(),
  releaseId: z.uuid().nullable().meta({ description: "Null for the preview of an install." }),
  releaseName: z.string(),
  namespace: z.string(),
  cluster: z.string(),
  revision: z.int().nullable().meta({ description: "The revision it created." }),
  error: z.string().nullable(),
  cause: causeSchema.nullable().meta({ description: "A summary of `error`; null if there is none." }),
  requestedBy: z.string(),
  requestedAt: instantText,
  startedAt: instantText.nullable(),
  finishedAt: instantText.nullable(),
  durationSeconds: z.number().nullable().meta({ description: "finishedAt − startedAt." }),
  cancelRequestedAt: instantText.nullable(),
  cancelRequestedBy: z.string().nullable(),
  cancellable: z.boolean().meta({
    description:
      "True while queued, and for a running install or upgrade. A running rollback or uninstall cannot be cancelled.",
  }),
})

export type Operation = z.infer<typeof operationSchema>

const lineLevels = ["info", "warning", "error"] as const

export const operationLineSchema = apiObject("OperationLine", {
  seq: z.int().meta({ description: "Line number from 1, without gaps." }),
  at: instantText,
  level: z.enum(lineLevels),
  text: z.string().meta({ description: "Plain text, with secrets masked." }),
})

export type OperationLine = z.infer<typeof operationLineSchema>

export const operationDetailSchema = operationSchema
  .extend({ lines: z.array(operationLineSchema).meta({ description: "Oldest first." }) })
  .meta({ id: "OperationDetail" })

export type OperationDetail = z.infer<typeof operationDetailSchema>

export const operationQuerySchema = z.strictObject({
  tenantId: z.uuid().optional(),
  releaseId: z.uuid().optional(),
  kind: operationKindSchema.optional().meta({ description: "Previews are listed only when requested." }),
  state: operationStateSchema.optional(),
  ...pageQuery,
})

export type OperationQuery = z.infer<typeof operationQuerySchema>
