import { summarizeValues } from "@/lib/fleet/values/list-values"
import { valuesSummaryQuerySchema, valuesSummarySchema } from "@/lib/fleet/values/schema"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/helm/values/summary", {
  GET: endpoint({
    summary: "Count releases by what they set at a path of their values",
    description:
      "Groups of releases with equal values at the path, or that leave it at equal defaults, of the tenants the caller can see.",
    access: "releases:read",
    query: valuesSummaryQuerySchema,
    answer: valuesSummarySchema,
    verb: (actor, { query }) => summarizeValues(actor, query),
  }),
})
