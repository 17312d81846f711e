import { defineRoute } from "@/lib/http/define-route"
import { endpoint } from "@/lib/http/endpoint"
import { getInsights } from "@/lib/insights/get-insights"
import { insightsQuerySchema } from "@/lib/insights/query-schema"
import { insightsSchema } from "@/lib/insights/schema"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/platform/deployments/insights", {
  GET: endpoint({
    summary: "The metrics of a window",
    description:
      "Totals of the window and of the one before, and of every bucket, each with its definition. A rate or percentile of nothing is null, never 0.",
    access: "deployments:read",
    query: insightsQuerySchema,
    answer: insightsSchema,
    verb: (actor, { query }) => getInsights(actor, query),
  }),
})
