import { z } from "zod"
import { subscribeToTopics, topicsSchema } from "@/lib/console/events/subscribe-to-topics"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"
import { eventStream, resumeAfter } from "@/lib/web/http/sse"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/events", {
  GET: endpoint({
    summary: "Stream changes",
    description:
      "Server-sent events, each with an id to resume from (Last-Event-ID): `deployment.recorded` and `deployment.updated` with the deployment as data (topic `deployments`); `quarantine.updated`, `release.updated`, `rollout.updated` and `tenant.updated` with the id of what changed. `resync` means that the client must reload its data: after an import, or when missed events are no longer available. After a lost connection, an event can arrive twice. Deployments require `deployments:read`, the other topics require `releases:read`.",
    access: "signed-in",
    query: z.strictObject({ topics: topicsSchema, after: resumeAfter }),
    streamedResponse: ["text/event-stream"],
    verb: (actor, { query: { topics, after } }, { request }) =>
      eventStream(actor, request, (emitter, lastEventId) =>
        subscribeToTopics(actor, topics, lastEventId ?? after ?? null, emitter),
      ),
  }),
})
