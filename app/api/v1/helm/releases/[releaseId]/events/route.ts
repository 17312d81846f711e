import { subscribeToRelease } from "@/lib/fleet/releases/subscribe-to-release"
import { defineRoute, endpoint, idParams } from "@/lib/web/http/define-route"
import { eventStream } from "@/lib/web/http/sse"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/helm/releases/{releaseId}/events", {
  GET: endpoint({
    summary: "Stream changes of a release and its operations",
    description:
      "Server-sent events: `release` at the start and on each change; `operation` and `line` (with its operationId) for its operations.",
    access: "releases:read",
    params: idParams("release", "releaseId"),
    streamedResponse: ["text/event-stream"],
    verb: (actor, { params }, { request }) =>
      eventStream(actor, request, (emitter) => subscribeToRelease(actor, params.releaseId, emitter)),
  }),
})
