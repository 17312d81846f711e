import { subscribeToOperation } from "@/lib/fleet/operations/subscribe-to-operation"
import { defineRoute, endpoint, idParams } from "@/lib/web/http/define-route"
import { eventStream } from "@/lib/web/http/sse"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/operations/{id}/events", {
  GET: endpoint({
    summary: "Stream the progress of an operation",
    description:
      "Server-sent events: `operation` with all lines at the start and on each change, and each new `line`.",
    access: "releases:read",
    params: idParams("operation"),
    streamedResponse: ["text/event-stream"],
    verb: (actor, { params }, { request }) =>
      eventStream(actor, request, (emitter) => subscribeToOperation(actor, params.id, emitter)),
  }),
})
