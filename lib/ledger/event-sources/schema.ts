import { z } from "zod"
import { requestOutcomeSchema } from "@/lib/identity/requests/schema"
import { applicationName, instantText } from "@/lib/ledger/deployments/schema"
import { apiObject } from "@/lib/platform/api-object"
import { displayName } from "@/lib/platform/display-name"
import { eventSystems } from "./systems"

const fields = {
  name: displayName(100).meta({
    description: "Shown as the actor in records, such as the name of the organization.",
  }),
  application: applicationName.nullable().meta({
    description:
      "Everything it sends is recorded for this application; null: for the one that each event names.",
  }),
  environments: z.array(displayName(255)).max(100).meta({
    description: "Names or aliases of the only environments it can record into; empty: all.",
  }),
}

export const eventSourceSchema = apiObject("EventSource", {
  id: z.uuid(),
  name: z.string(),
  system: z.enum(eventSystems),
  application: z.string().nullable(),
  environments: z.array(z.string()).meta({ description: "The only environments; empty: all." }),
  previousSecretUntil: instantText.nullable().meta({
    description: "After a rotation: until when the previous secret is accepted as well.",
  }),
  createdBy: z.string(),
  createdAt: instantText,
  enabled: z.boolean().meta({ description: "false: its events are rejected." }),
})

export type EventSource = z.infer<typeof eventSourceSchema>

export const listedEventSourceSchema = eventSourceSchema
  .extend({
    lastDelivery: z
      .strictObject({ id: z.uuid(), at: instantText, outcome: requestOutcomeSchema })
      .nullable()
      .meta({ description: "Its newest request that is kept, see `GET /ingest/log`." }),
  })
  .meta({ id: "ListedEventSource" })

export type ListedEventSource = z.infer<typeof listedEventSourceSchema>

export const createdEventSourceSchema = eventSourceSchema
  .extend({
    secret: z
      .string()
      .meta({ description: "Returned only once. Enter it in the other system.", readOnly: true }),
  })
  .meta({ id: "CreatedEventSource" })

export type CreatedEventSource = z.infer<typeof createdEventSourceSchema>

export const createEventSourceSchema = apiObject("CreateEventSource", {
  name: fields.name,
  system: z.enum(eventSystems),
  application: fields.application.default(null),
  environments: fields.environments.default([]),
})

export type CreateEventSource = z.infer<typeof createEventSourceSchema>

export const updateEventSourceSchema = z
  .strictObject({ ...fields, enabled: z.boolean() })
  .partial()
  .meta({ id: "UpdateEventSource" })

export type UpdateEventSource = z.infer<typeof updateEventSourceSchema>
