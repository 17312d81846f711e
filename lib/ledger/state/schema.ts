import { z } from "zod"
import { includeAnnulled } from "@/lib/ledger/deployments/filters"
import { instant, instantText } from "@/lib/ledger/deployments/schema"
import { environmentReference } from "@/lib/ledger/environments/schema"
import { apiObject } from "@/lib/platform/api-object"

const running = {
  imageTag: z.string(),
  artifactDigest: z.string().nullable(),
  gitCommit: z.string().nullable(),
  deploymentId: z.uuid(),
  deployedAt: instantText,
  serviceVersions: z.record(z.string(), z.string()).nullable(),
}

export const runningSchema = apiObject("Running", running)

export const stateEntrySchema = z
  .strictObject({ application: z.string(), environment: z.string(), ...running })
  .meta({ id: "StateEntry", description: "What was running somewhere at an instant." })

export const changeSchema = z
  .strictObject({
    application: z.string(),
    environment: z.string(),
    before: runningSchema.nullable().meta({ description: "null: not running there before." }),
    after: runningSchema.nullable().meta({ description: "null: no longer running there." }),
  })
  .meta({
    id: "Change",
    description: "Where two instants differ in version, build or services.",
  })

export const stateQuerySchema = z.strictObject({
  at: instant.optional().meta({ description: "Default: now." }),
  environment: environmentReference.optional(),
  includeAnnulled,
})

export const changesQuerySchema = z.strictObject({
  from: instant,
  to: instant.optional().meta({ description: "Default: now." }),
  includeAnnulled,
})

export type Running = z.infer<typeof runningSchema>
export type StateEntry = z.infer<typeof stateEntrySchema>
export type Change = z.infer<typeof changeSchema>
export type StateQuery = z.infer<typeof stateQuerySchema>
export type ChangesQuery = z.infer<typeof changesQuerySchema>
