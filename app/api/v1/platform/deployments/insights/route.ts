import { getInsights } from "@/lib/ledger/insights/get-insights"
import { insightsQuerySchema } from "@/lib/ledger/insights/query-schema"
import { insightsSchema } from "@/lib/ledger/insights/schema"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/platform/deployments/insights", {
  GET: endpoint({
    summary: "Get deployment metrics for a time window",
    description:
      "Totals for the window, the previous window and every bucket, with definitions. A rate or percentile without data is null, never 0.",
    access: "deployments:read",
    query: insightsQuerySchema,
    response: insightsSchema,
    verb: (actor, { query }) => getInsights(actor, query),
  }),
})
