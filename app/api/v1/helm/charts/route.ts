import { chartQuerySchema, chartSchema } from "@/lib/fleet/charts/schema"
import { searchCharts } from "@/lib/fleet/charts/search-charts"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/helm/charts", {
  GET: endpoint({
    summary: "List the charts of all repositories, by name",
    description:
      "A repository that is slow or away is listed as it was read last, see `listedAt`. Where it was never read its charts are missing, and the header Slipway-Incomplete names it.",
    incomplete: true,
    access: "releases:read",
    query: chartQuerySchema,
    answer: chartSchema.array(),
    verb: (actor, { query }) => searchCharts(actor, query),
  }),
})
