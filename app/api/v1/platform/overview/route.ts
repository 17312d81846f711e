import { defineRoute } from "@/lib/http/define-route"
import { endpoint } from "@/lib/http/endpoint"
import { getOverview } from "@/lib/overview/get-overview"
import { overviewQuerySchema, overviewSchema } from "@/lib/overview/schema"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/platform/overview", {
  GET: endpoint({
    summary: "What runs where, what comes next and what wants attention",
    access: "deployments:read",
    query: overviewQuerySchema,
    answer: overviewSchema,
    verb: (actor, { query }) => getOverview(actor, query),
  }),
})
