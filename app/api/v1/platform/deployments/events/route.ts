import { z } from "zod"
import { placeFilters } from "@/lib/ledger/deployments/filters"
import { subscribeToDeployments } from "@/lib/ledger/deployments/subscribe-to-deployments"
import { defineRoute } from "@/lib/web/http/define-route"
import { endpoint } from "@/lib/web/http/endpoint"
import { eventStream } from "@/lib/web/http/sse"

const after = z.string().min(1).max(200).optional().meta({
  description:
    "The id of the event to start after, for the first connection of a browser, which cannot send Last-Event-ID. That header takes precedence.",
})

const releases = z
  .stringbool({ truthy: ["true"], falsy: ["false"] })
  .default(false)
  .meta({
    description:
      "If `true`, also sends `release.updated`, `rollout.updated` and `tenant.updated` with the id of the changed resource, to callers who can read all releases.",
  })

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/platform/deployments/events", {
  GET: endpoint({
    summary: "Stream recorded and updated deployments",
    description:
      "Server-sent events `deployment.recorded` and `deployment.updated`, each with the deployment as data and an id to resume from (Last-Event-ID). `resync` means that the client must reload its data: after an import, or when missed events are no longer available. After a lost connection, an event can arrive twice.",
    access: "deployments:read",
    query: z.strictObject({ ...placeFilters, after, releases }),
    streamedAnswer: ["text/event-stream"],
    verb: (actor, { query: { after, ...place } }, { request }) =>
      eventStream(actor, request, (emitter) =>
        subscribeToDeployments(actor, place, request.headers.get("last-event-id") ?? after ?? null, emitter),
      ),
  }),
})
