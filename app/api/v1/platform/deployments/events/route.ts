import { z } from "zod"
import { placeFilters } from "@/lib/ledger/deployments/filters"
import { subscribeToDeployments } from "@/lib/ledger/deployments/subscribe-to-deployments"
import { defineRoute } from "@/lib/web/http/define-route"
import { endpoint } from "@/lib/web/http/endpoint"
import { eventStream, resumeAfter } from "@/lib/web/http/sse"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/platform/deployments/events", {
  GET: endpoint({
    summary: "Stream recorded and updated deployments",
    description:
      "Server-sent events `deployment.recorded` and `deployment.updated`, each with the deployment as data and an id to resume from (Last-Event-ID). `resync` means that the client must reload its data: after an import, or when missed events are no longer available. After a lost connection, an event can arrive twice.",
    access: "deployments:read",
    query: z.strictObject({ ...placeFilters, after: resumeAfter }),
    streamedAnswer: ["text/event-stream"],
    verb: (actor, { query: { after, ...filter } }, { request }) =>
      eventStream(actor, request, (emitter, lastEventId) =>
        subscribeToDeployments(actor, filter, lastEventId ?? after ?? null, emitter),
      ),
  }),
})
