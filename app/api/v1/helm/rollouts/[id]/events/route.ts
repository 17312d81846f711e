import { z } from "zod"
import { defineRoute } from "@/lib/http/define-route"
import { endpoint } from "@/lib/http/endpoint"
import { eventStream } from "@/lib/http/sse"
import { followRollout } from "@/lib/rollouts/follow-rollout"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/helm/rollouts/{id}/events", {
  GET: endpoint({
    summary: "A rollout as it goes on",
    description: "Server-sent events: `rollout` with its releases, at the beginning and whenever it changes.",
    access: "releases:read",
    params: z.strictObject({ id: z.uuid("Not the id of a rollout.") }),
    streamedAnswer: ["text/event-stream"],
    verb: (actor, { params }, { request }) =>
      eventStream(actor, request, (sink) => followRollout(actor, params.id, sink)),
  }),
})
