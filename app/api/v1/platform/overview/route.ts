import { getOverview } from "@/lib/console/overview/get-overview"
import { overviewQuerySchema, overviewSchema } from "@/lib/console/overview/schema"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/platform/overview", {
  GET: endpoint({
    summary: "Get the overview: current state, next promotions and items that need attention",
    access: "deployments:read",
    query: overviewQuerySchema,
    response: overviewSchema,
    verb: (actor, { query }) => getOverview(actor, query),
  }),
})
