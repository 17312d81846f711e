import { z } from "zod"
import { apiObject } from "@/lib/platform/api-object"
import { displayName } from "@/lib/platform/display-name"
import { instantText } from "@/lib/platform/instant-schema"
import { pageQuery } from "@/lib/platform/page"
import { deliveryStates, testEventType, webhookEventTypes } from "./event-types"

const webhookEventTypeSchema = z.enum(webhookEventTypes)
const deliveryStateSchema = z.enum(deliveryStates)

export const webhookSchema = apiObject("Webhook", {
  id: z.uuid(),
  name: z.string(),
  url: z.string(),
  events: z.array(webhookEventTypeSchema),
  environments: z
    .array(z.string())
    .meta({ description: "Events of deployments only in these environments; empty: all." }),
  tenants: z
    .array(z.uuid())
    .meta({ description: "Events of releases and rollouts only of these tenants; empty: all." }),
  enabled: z.boolean(),
  disabledAt: instantText.nullable(),
  disabledReason: z.string().nullable(),
  failingSince: instantText.nullable().meta({
    description: "The first failed attempt since the last successful one; null: the last one succeeded.",
  }),
  previousSecretUntil: instantText
    .nullable()
    .meta({ description: "Until when the secret before the last rotation also signs; null: it does not." }),
  createdAt: instantText,
  createdBy: z.string(),
})
export type Webhook = z.infer<typeof webhookSchema>

export const webhookSummarySchema = webhookSchema
  .extend({
    pending: z.int().meta({ description: "Deliveries that are not sent yet, or will be retried." }),
    lastDelivery: z
      .strictObject({ id: z.uuid(), type: z.string(), state: deliveryStateSchema, createdAt: instantText })
      .nullable(),
  })
  .meta({ id: "WebhookSummary" })
export type WebhookSummary = z.infer<typeof webhookSummarySchema>

export const webhookWithSecretSchema = webhookSchema
  .extend({
    secret: z
      .string()
      .meta({ description: "The secret that signs; returned only in this response.", readOnly: true }),
  })
  .meta({ id: "WebhookWithSecret" })
export type WebhookWithSecret = z.infer<typeof webhookWithSecretSchema>

const fields = {
  name: displayName(100),
  url: z
    .string()
    .min(1, "Required.")
    .max(2_000)
    .meta({ description: "An https address that receives the events." }),
  events: z
    .array(webhookEventTypeSchema)
    .min(1, "Select at least one event.")
    .refine((events) => new Set(events).size === events.length, "Each event must be listed only once."),
  environments: z
    .array(displayName(255))
    .max(100)
    .meta({ description: "Names or aliases; limits the events of deployments. Empty: all." }),
  tenants: z
    .array(z.uuid())
    .max(1_000)
    .meta({ description: "Ids; limits the events of releases and rollouts. Empty: all." }),
}

export const createWebhookSchema = z
  .strictObject({
    ...fields,
    environments: fields.environments.default([]),
    tenants: fields.tenants.default([]),
  })
  .meta({
    id: "CreateWebhook",
    override: {
      examples: [
        {
          name: "Chat",
          url: "https://hooks.example.com/slipway",
          events: ["release.failed", "rollout.paused"],
        },
      ],
    },
  })
export type CreateWebhook = z.infer<typeof createWebhookSchema>

export const updateWebhookSchema = z
  .strictObject({
    ...fields,
    enabled: z.boolean().meta({
      description:
        "false: events are not sent, and pending deliveries fail. true: events from now on are sent.",
    }),
  })
  .partial()
  .meta({ id: "UpdateWebhook" })
export type UpdateWebhook = z.infer<typeof updateWebhookSchema>

export const webhooksQuerySchema = z.strictObject({
  q: z.string().max(200).optional().meta({ description: "Part of the name or URL." }),
  ...pageQuery,
})
export type WebhooksQuery = z.infer<typeof webhooksQuerySchema>

export const attemptSchema = apiObject("WebhookAttempt", {
  at: instantText,
  status: z.int().nullable().meta({ description: "The HTTP status; null: there was no response." }),
  error: z.string().nullable().meta({ description: "Why it failed; null: it succeeded." }),
  durationMs: z.int(),
  response: z
    .string()
    .meta({ description: "The start of the body of the response, with credentials masked." }),
})
export type Attempt = z.infer<typeof attemptSchema>

export const deliverySchema = apiObject("WebhookDelivery", {
  id: z.uuid(),
  eventId: z.uuid().meta({ description: "The header `webhook-id`, the same on every attempt." }),
  type: z.string(),
  state: deliveryStateSchema,
  attempts: z.int().meta({ description: "Attempts since it was created or last sent again." }),
  createdAt: instantText,
  nextAttemptAt: instantText.nullable().meta({ description: "null: there is no further attempt." }),
  finishedAt: instantText.nullable(),
  lastAttempt: attemptSchema.nullable(),
})
export type Delivery = z.infer<typeof deliverySchema>

export const deliveryDetailSchema = deliverySchema
  .extend({
    payload: z.string().meta({ description: "The exact body of every attempt, as JSON text." }),
    log: z.array(attemptSchema).meta({ description: "The last 20 attempts, oldest first." }),
  })
  .meta({ id: "WebhookDeliveryDetail" })
export type DeliveryDetail = z.infer<typeof deliveryDetailSchema>

export const deliveriesQuerySchema = z.strictObject({
  state: deliveryStateSchema.optional(),
  type: z.enum([...webhookEventTypes, testEventType]).optional(),
  ...pageQuery,
})
export type DeliveriesQuery = z.infer<typeof deliveriesQuerySchema>
