import { summarizeValues } from "@/lib/fleet/values/list-values"
import { valuesSummaryQuerySchema, valuesSummarySchema } from "@/lib/fleet/values/schema"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/helm/values/summary", {
  GET: endpoint({
    summary: "Count releases by their value at a path",
    description:
      "Groups of releases with equal values, or equal defaults, at the path, for the tenants the caller can see.",
    access: "releases:read",
    query: valuesSummaryQuerySchema,
    response: valuesSummarySchema,
    verb: (actor, { query }) => summarizeValues(actor, query),
  }),
})
