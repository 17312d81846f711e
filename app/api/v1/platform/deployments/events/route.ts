import { z } from "zod"
import { placeFilters } from "@/lib/deployments/filters"
import { followDeployments } from "@/lib/deployments/follow-deployments"
import { defineRoute } from "@/lib/http/define-route"
import { endpoint } from "@/lib/http/endpoint"
import { eventStream } from "@/lib/http/sse"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/platform/deployments/events", {
  GET: endpoint({
    summary: "Deployments as they are recorded and updated",
    description:
      "Server-sent events `deployment.recorded` and `deployment.updated`, each with the deployment as data and an id to go on after (Last-Event-ID). `resync` asks to read everything again: after an import, or when what was missed is not known any more. An event may come twice after a lost connection.",
    access: "deployments:read",
    query: z.strictObject(placeFilters),
    streamedAnswer: ["text/event-stream"],
    verb: (actor, { query }, { request }) =>
      eventStream(actor, request, (sink) =>
        followDeployments(actor, query, request.headers.get("last-event-id"), sink),
      ),
  }),
})
