import { compareApplications } from "@/lib/ledger/insights/compare-applications"
import { applicationInsightsQuerySchema } from "@/lib/ledger/insights/query-schema"
import { applicationInsightsSchema } from "@/lib/ledger/insights/schema"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(
  "/api/v1/platform/deployments/insights/applications",
  {
    GET: endpoint({
      summary: "Compare the metrics of all applications",
      description:
        "The totals of each application in the window, the previous window and the comparison requested with `compare…`, with the trend of its deployments.",
      access: "deployments:read",
      query: applicationInsightsQuerySchema,
      response: applicationInsightsSchema,
      verb: (actor, { query }) => compareApplications(actor, query),
    }),
  },
)
