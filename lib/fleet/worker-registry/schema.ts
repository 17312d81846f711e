import { z } from "zod"
import { apiObject } from "@/lib/platform/api-object"
import { instantText } from "@/lib/platform/instant-schema"

export const workerSchema = apiObject("Worker", {
  id: z.string().meta({ description: "host/process/random" }),
  version: z.string().meta({ description: "The version of Slipway." }),
  helmVersion: z.string(),
  startedAt: instantText,
  lastSeenAt: instantText,
  alive: z.boolean().meta({ description: "Whether a heartbeat was received within the last 30 seconds." }),
  running: z.int().meta({ description: "The number of running operations." }),
  clusters: z.array(z.string()).meta({ description: "The clusters it watches." }),
})

export type WorkerState = z.infer<typeof workerSchema>
