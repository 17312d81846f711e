import { z } from "zod"
import { subscribeToOperation } from "@/lib/fleet/operations/subscribe-to-operation"
import { defineRoute } from "@/lib/web/http/define-route"
import { endpoint } from "@/lib/web/http/endpoint"
import { eventStream } from "@/lib/web/http/sse"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/operations/{id}/events", {
  GET: endpoint({
    summary: "Stream the progress of an operation",
    description:
      "Server-sent events: `operation` with all lines at the start and on each change, and each new `line`.",
    access: "releases:read",
    params: z.strictObject({ id: z.uuid("Must be the id of an operation.") }),
    streamedAnswer: ["text/event-stream"],
    verb: (actor, { params }, { request }) =>
      eventStream(actor, request, (emitter) => subscribeToOperation(actor, params.id, emitter)),
  }),
})
