import { z } from "zod"
import { countChartVersions } from "@/lib/fleet/releases/count-releases"
import { chartVersionCountsSchema } from "@/lib/fleet/releases/fleet-schema"
import { plainChartName } from "@/lib/policy/names"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(
  "/api/v1/helm/releases/chart/{chartName}/versions",
  {
    GET: endpoint({
      summary: "Count the installed releases of a chart by version",
      access: "releases:read",
      params: z.strictObject({ chartName: plainChartName }),
      response: chartVersionCountsSchema,
      verb: (actor, { params }) => countChartVersions(actor, params.chartName),
    }),
  },
)
