import { z } from "zod"
import { listVersions } from "@/lib/fleet/charts/get-chart-versions"
import { chartVersionSchema, chartVersionsQuerySchema } from "@/lib/fleet/charts/schema"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/helm/charts/{repository}/{name}", {
  GET: endpoint({
    summary: "List the versions of a chart, newest first",
    access: "releases:read",
    problems: [409],
    params: z.strictObject({ repository: z.string(), name: z.string() }),
    query: chartVersionsQuerySchema,
    response: chartVersionSchema.array(),
    verb: (actor, { params, query }) => listVersions(actor, params, query),
  }),
})
