import { z } from "zod"
import { plainText } from "@/lib/platform/plain-text"

/** What a container, a controller or a webhook says. */
const text = z.string().transform(plainText).nullish()

const meta = z.object({
  name: z.string(),
  namespace: z.string().optional(),
  uid: z.string().default(""),
  generation: z.number().optional(),
  creationTimestamp: z.string().nullish(),
  deletionTimestamp: z.string().nullish(),
  annotations: z.record(z.string(), z.string()).nullish(),
  finalizers: z.array(z.string()).nullish(),
  ownerReferences: z.array(z.object({ kind: z.string(), name: z.string(), uid: z.string() })).nullish(),
})

const condition = z.object({
  type: z.string(),
  status: z.string(),
  reason: text,
  message: text,
})

const containerState = z.object({
  waiting: z.object({ reason: text, message: text }).nullish(),
  terminated: z.object({ reason: text, message: text, exitCode: z.number().nullish() }).nullish(),
})

const containers = z
  .array(
    z.object({
      name: z.string(),
      ready: z.boolean().default(false),
      state: containerState.nullish(),
      lastState: containerState.nullish(),
    }),
  )
  .nullish()

/** The fields of any object that determine its health; no data, no environment, nothing that could be secret. */
export const liveObjectSchema = z.object({
  apiVersion: z.string().optional(),
  kind: z.string().optional(),
  metadata: meta,
  spec: z
    .object({
      replicas: z.number().nullish(),
      completions: z.number().nullish(),
      type: z.string().nullish(),
    })
    .nullish(),
  status: z
    .object({
      phase: z.string().nullish(),
      reason: text,
      message: text,
      observedGeneration: z.number().nullish(),
      replicas: z.number().nullish(),
      readyReplicas: z.number().nullish(),
      updatedReplicas: z.number().nullish(),
      desiredNumberScheduled: z.number().nullish(),
      numberReady: z.number().nullish(),
      updatedNumberScheduled: z.number().nullish(),
      succeeded: z.number().nullish(),
      conditions: z.array(condition).nullish(),
      containerStatuses: containers,
      initContainerStatuses: containers,
      loadBalancer: z.object({ ingress: z.array(z.unknown()).nullish() }).nullish(),
    })
    .nullish(),
})
export type LiveObject = z.infer<typeof liveObjectSchema>

export const clusterEventSchema = z.object({
  type: z.string().nullish(),
  reason: text,
  message: text,
  lastTimestamp: z.string().nullish(),
  eventTime: z.string().nullish(),
  involvedObject: z.object({ kind: z.string().default(""), name: z.string().default("") }),
  metadata: z.object({ creationTimestamp: z.string().nullish() }),
})
export type ClusterEvent = z.infer<typeof clusterEventSchema>
