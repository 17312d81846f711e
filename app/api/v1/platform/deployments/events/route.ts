import { z } from "zod"
import { subscribeToTopics, topicsSchema } from "@/lib/console/events/subscribe-to-topics"
import { laneFilters } from "@/lib/ledger/deployments/filters"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"
import { eventStream, resumeAfter } from "@/lib/web/http/sse"

const allTopics = z.stringbool().optional().meta({
  deprecated: true,
  description: "`true` is the same as naming all topics. Use `GET /events` instead.",
})

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/platform/deployments/events", {
  GET: endpoint({
    summary: "Stream recorded and updated deployments",
    description:
      "Server-sent events `deployment.recorded` and `deployment.updated`, each with the deployment as data and an id to resume from (Last-Event-ID). `resync` means that the client must reload its data: after an import, or when missed events are no longer available. After a lost connection, an event can arrive twice. With `topics` it is equivalent to `GET /events`; the default here is `deployments`, which requires `deployments:read`. `environment` and `application` filter only this topic.",
    access: "signed-in",
    query: z.strictObject({ ...laneFilters, topics: topicsSchema, releases: allTopics, after: resumeAfter }),
    streamedResponse: ["text/event-stream"],
    verb: (actor, { query: { after, topics, releases, ...filter } }, { request }) =>
      eventStream(actor, request, (emitter, lastEventId) =>
        subscribeToTopics(
          actor,
          topics ?? (releases ? undefined : ["deployments"]),
          lastEventId ?? after ?? null,
          emitter,
          filter,
        ),
      ),
  }),
})
