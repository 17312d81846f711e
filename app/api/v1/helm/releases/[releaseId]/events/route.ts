import { z } from "zod"
import { subscribeToRelease } from "@/lib/fleet/releases/subscribe-to-release"
import { defineRoute } from "@/lib/web/http/define-route"
import { endpoint } from "@/lib/web/http/endpoint"
import { eventStream } from "@/lib/web/http/sse"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/helm/releases/{releaseId}/events", {
  GET: endpoint({
    summary: "A release and its operations as they change",
    description:
      "Server-sent events: `release` at the beginning and whenever it changes; `operation` and `line` (with its operationId) of its operations.",
    access: "releases:read",
    params: z.strictObject({ releaseId: z.uuid("Not the id of a release.") }),
    streamedAnswer: ["text/event-stream"],
    verb: (actor, { params }, { request }) =>
      eventStream(actor, request, (emitter) => subscribeToRelease(actor, params.releaseId, emitter)),
  }),
})
