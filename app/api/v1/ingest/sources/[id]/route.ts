import { getEventSource } from "@/lib/ledger/event-sources/list-event-sources"
import { eventSourceSchema, updateEventSourceSchema } from "@/lib/ledger/event-sources/schema"
import { deleteEventSource, updateEventSource } from "@/lib/ledger/event-sources/write-event-source"
import { defineRoute, endpoint, idParams } from "@/lib/web/http/define-route"

const params = idParams("event source")

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/ingest/sources/{id}", {
  GET: endpoint({
    summary: "Get an event source",
    access: "admin",
    params,
    response: eventSourceSchema,
    etag: true,
    verb: (actor, { params }) => getEventSource(actor, params.id),
  }),
  PATCH: endpoint({
    summary: "Change, disable or enable an event source",
    access: "admin",
    params,
    body: updateEventSourceSchema,
    response: eventSourceSchema,
    etag: true,
    ifMatch: true,
    verb: (actor, { params, body }, { ifMatch }) => updateEventSource(actor, params.id, body, ifMatch),
  }),
  DELETE: endpoint({
    summary: "Remove an event source",
    description: "Its next event is rejected. What it recorded is kept.",
    access: "admin",
    params,
    status: 204,
    ifMatch: true,
    verb: (actor, { params }, { ifMatch }) => deleteEventSource(actor, params.id, ifMatch),
  }),
})
