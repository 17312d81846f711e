import { getInsights } from "@/lib/ledger/insights/get-insights"
import { insightsQuerySchema } from "@/lib/ledger/insights/query-schema"
import { insightsSchema } from "@/lib/ledger/insights/schema"
import { defineRoute } from "@/lib/web/http/define-route"
import { endpoint } from "@/lib/web/http/endpoint"

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
