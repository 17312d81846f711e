import { z } from "zod"
import { defineRoute } from "@/lib/http/define-route"
import { endpoint } from "@/lib/http/endpoint"
import { eventStream } from "@/lib/http/sse"
import { followOperation } from "@/lib/operations/follow-operations"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/operations/{id}/events", {
  GET: endpoint({
    summary: "An operation as it goes on",
    description:
      "Server-sent events: `operation` with all lines at the beginning, then each `line` as it comes, and `operation` whenever it changes.",
    access: "releases:read",
    params: z.strictObject({ id: z.uuid("Not the id of an operation.") }),
    streamedAnswer: ["text/event-stream"],
    verb: (actor, { params }, { request }) =>
      eventStream(actor, request, (sink) => followOperation(actor, params.id, sink)),
  }),
})
