import { z } from "zod"
import { plainChartName } from "@/lib/charts/schema"
import { defineRoute } from "@/lib/http/define-route"
import { endpoint } from "@/lib/http/endpoint"
import { countChartVersions } from "@/lib/releases/count-chart-versions"
import { chartVersionCountsSchema } from "@/lib/releases/fleet-schema"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(
  "/api/v1/helm/releases/chart/{chartName}/versions",
  {
    GET: endpoint({
      summary: "How often each version of a chart is installed",
      access: "releases:read",
      params: z.strictObject({ chartName: plainChartName }),
      answer: chartVersionCountsSchema,
      verb: (actor, { params }) => countChartVersions(actor, params.chartName),
    }),
  },
)
