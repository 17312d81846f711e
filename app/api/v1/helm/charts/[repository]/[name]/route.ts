import { z } from "zod"
import { listVersions } from "@/lib/fleet/charts/get-chart-versions"
import { chartVersionSchema, chartVersionsQuerySchema } from "@/lib/fleet/charts/schema"
import { defineRoute } from "@/lib/web/http/define-route"
import { endpoint } from "@/lib/web/http/endpoint"
import { pageReply } from "@/lib/web/http/page"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/helm/charts/{repository}/{name}", {
  GET: endpoint({
    summary: "List the versions of a chart, newest first",
    access: "releases:read",
    problems: [409],
    params: z.strictObject({ repository: z.string(), name: z.string() }),
    query: chartVersionsQuerySchema,
    answer: z.array(chartVersionSchema),
    verb: async (actor, { params, query }, { url }) =>
      pageReply(await listVersions(actor, params, query), url),
  }),
})
