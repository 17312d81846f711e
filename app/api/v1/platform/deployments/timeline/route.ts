import { listTimeline } from "@/lib/ledger/timeline/list-timeline"
import { timelineQuerySchema, timelineSchema } from "@/lib/ledger/timeline/schema"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/platform/deployments/timeline", {
  GET: endpoint({
    summary: "Get timeline items for a time window",
    description:
      "Every deployment in the window, newest first. If there are more than `maxItems`, returns time slices with counts by lane and status instead.",
    access: "deployments:read",
    query: timelineQuerySchema,
    response: timelineSchema,
    verb: (actor, { query }) => listTimeline(actor, query),
  }),
})
