import { countLanes } from "@/lib/ledger/lanes/list-lane-states"
import { laneCountsQuerySchema, laneCountsSchema } from "@/lib/ledger/lanes/schema"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/platform/deployments/lanes/summary", {
  GET: endpoint({
    summary: "Count what runs where, and what needs attention",
    description: "How many items the list has for each condition, with the same filters.",
    access: "deployments:read",
    query: laneCountsQuerySchema,
    response: laneCountsSchema,
    verb: (actor, { query }) => countLanes(actor, query),
  }),
})
