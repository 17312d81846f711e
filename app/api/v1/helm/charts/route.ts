import { chartQuerySchema, chartSchema } from "@/lib/fleet/charts/schema"
import { searchCharts } from "@/lib/fleet/charts/search-charts"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/helm/charts", {
  GET: endpoint({
    summary: "List the charts of all repositories, by name",
    description:
      "The charts of a slow or unavailable repository are those of the last successful read, see `listedAt`. If it was never read, its charts are missing and the Slipway-Incomplete header names it.",
    incomplete: true,
    access: "releases:read",
    query: chartQuerySchema,
    response: chartSchema.array(),
    verb: (actor, { query }) => searchCharts(actor, query),
  }),
})
