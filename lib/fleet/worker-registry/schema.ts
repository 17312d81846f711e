import { z } from "zod"
import { instantText } from "@/lib/platform/instant-schema"

export const workerSchema = z
  .strictObject({
    id: z.string().meta({ description: "host/process/random" }),
    version: z.string().meta({ description: "The version of Slipway." }),
    helmVersion: z.string(),
    startedAt: instantText,
    lastSeenAt: instantText,
    alive: z.boolean().meta({ description: "Whether a heartbeat was received within the last 30 seconds." }),
    running: z.int().meta({ description: "The number of running operations." }),
    clusters: z.array(z.string()).meta({ description: "The clusters it watches." }),
  })
  .meta({ id: "Worker" })

export type WorkerState = z.infer<typeof workerSchema>
