import { z } from "zod"
import { getChartContents } from "@/lib/fleet/charts/get-chart-versions"
import { chartContentsSchema } from "@/lib/fleet/charts/schema"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"

const path = "/api/v1/helm/charts/{repository}/{name}/{version}"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(path, {
  GET: endpoint({
    summary: "Get a chart version with values, schema and readme",
    access: "releases:read",
    problems: [409],
    params: z.strictObject({ repository: z.string(), name: z.string(), version: z.string() }),
    response: chartContentsSchema,
    etag: true,
    verb: (actor, { params: { repository, name, version } }) =>
      getChartContents(actor, repository, name, version),
  }),
})
