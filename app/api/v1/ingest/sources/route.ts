import { listEventSources } from "@/lib/ledger/event-sources/list-event-sources"
import {
  createdEventSourceSchema,
  createEventSourceSchema,
  listedEventSourceSchema,
} from "@/lib/ledger/event-sources/schema"
import { createEventSource } from "@/lib/ledger/event-sources/write-event-source"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"
import { created } from "@/lib/web/http/reply"

const path = "/api/v1/ingest/sources"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(path, {
  GET: endpoint({
    summary: "List event sources, by name",
    access: "admin",
    response: listedEventSourceSchema.array(),
    verb: (actor) => listEventSources(actor),
  }),
  POST: endpoint({
    summary: "Create an event source",
    description:
      "A system that sends signed events, recorded under the name of the source. The secret is returned only in this response; Slipway stores it encrypted. At most 20 per system. Returns 409 if the name is taken.",
    access: "admin",
    body: createEventSourceSchema,
    response: createdEventSourceSchema,
    status: 201,
    verb: async (actor, { body }) => created(path, await createEventSource(actor, body)),
  }),
})
