import { z } from "zod"
import { placeFilters } from "@/lib/ledger/deployments/filters"
import { subscribeToDeployments } from "@/lib/ledger/deployments/subscribe-to-deployments"
import { defineRoute } from "@/lib/web/http/define-route"
import { endpoint } from "@/lib/web/http/endpoint"
import { eventStream } from "@/lib/web/http/sse"

const after = z.string().min(1).max(200).optional().meta({
  description:
    "The id of an event to begin after, for a browser's first connection, which cannot send Last-Event-ID; that header goes first.",
})

const releases = z
  .stringbool({ truthy: ["true"], falsy: ["false"] })
  .default(false)
  .meta({
    description:
      "`true`: also `release.updated`, `rollout.updated` and `tenant.updated` with the id of what changed, to who may read all releases.",
  })

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/platform/deployments/events", {
  GET: endpoint({
    summary: "Deployments as they are recorded and updated",
    description:
      "Server-sent events `deployment.recorded` and `deployment.updated`, each with the deployment as data and an id to go on after (Last-Event-ID). `resync` asks to read everything again: after an import, or when what was missed is not known any more. An event may come twice after a lost connection.",
    access: "deployments:read",
    query: z.strictObject({ ...placeFilters, after, releases }),
    streamedAnswer: ["text/event-stream"],
    verb: (actor, { query: { after, ...place } }, { request }) =>
      eventStream(actor, request, (emitter) =>
        subscribeToDeployments(actor, place, request.headers.get("last-event-id") ?? after ?? null, emitter),
      ),
  }),
})
