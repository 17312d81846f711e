import { z } from "zod"
import { healthStates } from "@/lib/kube/cluster/assess-health"
import { apiObject } from "@/lib/platform/api-object"
import { instantText } from "@/lib/platform/instant-schema"

const healthStateSchema = z.enum(healthStates)

const resourceSchema = apiObject("ReleaseResource", {
  apiVersion: z.string(),
  kind: z.string(),
  namespace: z.string().nullable(),
  name: z.string(),
  health: healthStateSchema,
  message: z
    .string()
    .nullable()
    .meta({ description: "Why the resource is not healthy, with the pod's event if there is one." }),
  ready: z.string().nullable().meta({ description: "For example `1/2`, if the resource has replicas." }),
  createdAt: instantText.nullable(),
  children: z
    .array(
      z.strictObject({
        kind: z.string(),
        name: z.string(),
        health: healthStateSchema,
        message: z.string().nullable(),
      }),
    )
    .meta({ description: "The pods of the resource." }),
})

export type Resource = z.infer<typeof resourceSchema>

export const resourcesSchema = apiObject("ReleaseResources", {
  reachable: z.boolean(),
  checkedAt: instantText,
  problem: z.string().nullable().meta({ description: "Why the resources could not be read." }),
  resources: z.array(resourceSchema),
})

export type Resources = z.infer<typeof resourcesSchema>
