import { z } from "zod"
import { apiObject } from "@/lib/platform/api-object"
import { instantText } from "@/lib/platform/instant-schema"

const bytes = z.number().min(0).meta({ description: "Bytes." })

const queueSchema = z.strictObject({
  queued: z.int().min(0),
  running: z.int().min(0),
  oldestQueuedAt: instantText.nullable().meta({ description: "null when nothing is queued." }),
})

const findingSchema = apiObject("StatusFinding", {
  severity: z.enum(["error", "warning"]).meta({
    description: "error: something does not work; warning: something may soon stop working.",
  }),
  message: z.string().meta({ description: "What is wrong, in one sentence." }),
  remedy: z.string().meta({ description: "What to do about it." }),
})

export const statusSchema = apiObject("Status", {
  findings: z.array(findingSchema).meta({ description: "What needs attention, errors first." }),
  web: z.strictObject({
    version: z.string(),
    node: z.string(),
    startedAt: instantText,
    memory: bytes,
  }),
  database: z.strictObject({
    version: z.string().meta({ description: "The version of PostgreSQL." }),
    size: bytes,
    connections: z.int().min(0),
    maxConnections: z.int().min(0),
    longestTransaction: z
      .number()
      .min(0)
      .meta({ description: "The age of the oldest open transaction in seconds." }),
    migrations: z.strictObject({
      applied: z.int().min(0),
      newest: z.string().nullable(),
      missing: z.array(z.string()).meta({ description: "Part of this version, but not applied." }),
      newer: z.array(z.string()).meta({ description: "Applied by a newer version." }),
    }),
  }),
  changes: queueSchema.meta({ description: "Changes of releases, except those of paused rollouts." }),
  previews: queueSchema,
  workers: z.strictObject({
    alive: z.int().min(0),
    versions: z.array(z.string()).meta({ description: "The versions of Slipway that the workers run." }),
  }),
  clusters: z.array(
    z.strictObject({
      name: z.string(),
      reachable: z.boolean().nullable().meta({ description: "null: no worker watches the cluster." }),
      lastSeenAt: instantText.nullable(),
    }),
  ),
  requests: z
    .strictObject({
      oldestAt: instantText.nullable(),
      dropped: z
        .int()
        .min(0)
        .meta({ description: "The number of requests in the last day that were not kept." }),
    })
    .meta({ description: "The requests of pipelines kept by the request inspector." }),
  storage: z
    .strictObject({ folder: z.string(), free: bytes, total: bytes })
    .nullable()
    .meta({ description: "The disk of the data folder; null: it cannot be read." }),
  backup: z.strictObject({ at: instantText, file: z.string(), size: bytes }).nullable().meta({
    description:
      "The last backup made by `npm run backup`; null: none. Backups of a separate PostgreSQL are unknown.",
  }),
})

export type SystemStatus = z.infer<typeof statusSchema>
export type Finding = z.infer<typeof findingSchema>
