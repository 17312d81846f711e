import { z } from "zod"
import { environmentReference } from "@/lib/ledger/environments/schema"
import { plausibleInstant } from "@/lib/platform/instant-schema"
import { applicationName, instantText } from "./schema"

export const recordRemovalSchema = z
  .strictObject({
    application: applicationName,
    environment: environmentReference.meta({ description: "An environment name or alias." }),
    removedAt: plausibleInstant
      .optional()
      .meta({ description: "Default: now. At most 5 minutes in the future." }),
    reason: z.string().max(10_000).optional(),
  })
  .meta({ id: "RecordRemoval" })

export type RecordRemoval = z.infer<typeof recordRemovalSchema>

export const removalSchema = z
  .strictObject({
    id: z.uuid(),
    application: z.string(),
    environment: z.string(),
    removedAt: instantText,
    reason: z.string().nullable(),
    recordedAt: instantText,
    recordedBy: z.string(),
  })
  .meta({ id: "Removal" })

export type Removal = z.infer<typeof removalSchema>
