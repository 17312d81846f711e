import { listInsightRows } from "@/lib/ledger/insights/list-insight-rows"
import { insightRowsQuerySchema } from "@/lib/ledger/insights/query-schema"
import { insightRowSchema } from "@/lib/ledger/insights/schema"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/platform/deployments/insights/rows", {
  GET: endpoint({
    summary: "List the deployments behind an insights metric",
    description:
      "Newest first. Pass the same filters, the metric, and for a single bucket its `start` as `bucket`.",
    access: "deployments:read",
    query: insightRowsQuerySchema,
    response: insightRowSchema.array(),
    verb: (actor, { query }) => listInsightRows(actor, query),
  }),
})
