import { z } from "zod"
import { getChartContents } from "@/lib/charts/get-chart-contents"
import { chartContentsSchema } from "@/lib/charts/schema"
import { defineRoute } from "@/lib/http/define-route"
import { endpoint } from "@/lib/http/endpoint"

const path = "/api/v1/helm/charts/{repository}/{name}/{version}"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(path, {
  GET: endpoint({
    summary: "One version of a chart: values, schema, readme",
    access: "releases:read",
    problems: [409],
    params: z.strictObject({ repository: z.string(), name: z.string(), version: z.string() }),
    answer: chartContentsSchema,
    etag: true,
    verb: (actor, { params: { repository, name, version } }) =>
      getChartContents(actor, repository, name, version),
  }),
})
