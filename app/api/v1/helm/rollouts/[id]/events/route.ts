import { z } from "zod"
import { subscribeToRollout } from "@/lib/fleet/rollouts/get-rollout"
import { defineRoute, endpoint, idParams } from "@/lib/web/http/define-route"
import { eventStream } from "@/lib/web/http/sse"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/helm/rollouts/{id}/events", {
  GET: endpoint({
    summary: "Stream the progress of a rollout",
    description:
      "Server-sent events: `rollout` at the start and on each change, with only the releases that changed since the previous event. The first event has the releases that changed since `after` (the `changes` of an earlier response) or since Last-Event-ID, or none without either.",
    access: "releases:read",
    params: idParams("rollout"),
    query: z.strictObject({ after: z.coerce.number().int().min(0).optional() }),
    streamedResponse: ["text/event-stream"],
    verb: (actor, { params, query: { after } }, { request }) =>
      eventStream(actor, request, (emitter, lastEventId) =>
        subscribeToRollout(actor, params.id, toChanges(lastEventId) ?? after ?? null, emitter),
      ),
  }),
})

/** The position of a reconnecting client, or null if the id was not issued by this stream. */
function toChanges(lastEventId: string | null): number | null {
  return lastEventId !== null && /^\d{1,15}$/.test(lastEventId) ? Number(lastEventId) : null
}
