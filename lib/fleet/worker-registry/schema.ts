import { z } from "zod"
import { instantText } from "@/lib/platform/instant-schema"

export const workerSchema = z
  .strictObject({
    id: z.string().meta({ description: "host/process/random" }),
    version: z.string().meta({ description: "Of Slipway." }),
    helmVersion: z.string(),
    startedAt: instantText,
    lastSeenAt: instantText,
    alive: z.boolean().meta({ description: "It said something within the last half minute." }),
    running: z.int().meta({ description: "Operations it has." }),
    clusters: z.array(z.string()).meta({ description: "Those it watches." }),
  })
  .meta({ id: "Worker" })

export type WorkerState = z.infer<typeof workerSchema>
