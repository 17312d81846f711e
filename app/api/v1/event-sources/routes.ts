import { getEventSource, listEventSources } from "@/lib/ledger/event-sources/list-event-sources"
import {
  createdEventSourceSchema,
  createEventSourceSchema,
  eventSourceSchema,
  listedEventSourceSchema,
  updateEventSourceSchema,
} from "@/lib/ledger/event-sources/schema"
import {
  createEventSource,
  deleteEventSource,
  rotateSecret,
  updateEventSource,
} from "@/lib/ledger/event-sources/write-event-source"
import { defineRoute, endpoint, idParams } from "@/lib/web/http/define-route"

const params = idParams("event source")

export const eventSources = defineRoute("/api/v1/ingest/sources", {
  GET: endpoint({
    summary: "List event sources, by name",
    access: "admin",
    response: listedEventSourceSchema.array(),
    handler: (actor) => listEventSources(actor),
  }),
  POST: endpoint({
    summary: "Create an event source",
    description:
      "A system that sends signed events, recorded under the name of the source. The secret is returned only in this response; Slipway stores it encrypted. At most 20 per system. Returns 409 if the name is taken.",
    access: "admin",
    body: createEventSourceSchema,
    response: createdEventSourceSchema,
    status: 201,
    handler: (actor, { body }) => createEventSource(actor, body),
  }),
})

export const eventSource = defineRoute("/api/v1/ingest/sources/{id}", {
  GET: endpoint({
    summary: "Get an event source",
    access: "admin",
    params,
    response: eventSourceSchema,
    handler: (actor, { params }) => getEventSource(actor, params.id),
  }),
  PATCH: endpoint({
    summary: "Change, disable or enable an event source",
    access: "admin",
    params,
    body: updateEventSourceSchema,
    response: eventSourceSchema,
    ifMatch: true,
    handler: (actor, { params, body }, { ifMatch }) => updateEventSource(actor, params.id, body, ifMatch),
  }),
  DELETE: endpoint({
    summary: "Remove an event source",
    description: "Its next event is rejected. What it recorded is kept.",
    access: "admin",
    params,
    ifMatch: true,
    handler: (actor, { params }, { ifMatch }) => deleteEventSource(actor, params.id, ifMatch),
  }),
})

export const eventSourceRotation = defineRoute("/api/v1/ingest/sources/{id}/rotate", {
  POST: endpoint({
    summary: "Rotate the secret of an event source",
    description:
      "Returns the new secret, only in this response. The previous secret is accepted for 24 hours, so that there is time to enter the new one in the other system.",
    access: "admin",
    params,
    response: createdEventSourceSchema,
    ifMatch: true,
    handler: (actor, { params }, { ifMatch }) => rotateSecret(actor, params.id, ifMatch),
  }),
})
