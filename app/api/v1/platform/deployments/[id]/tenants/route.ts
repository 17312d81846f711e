import { z } from "zod"
import { listDeploymentTenants } from "@/lib/console/search/match-shipped-charts"
import { runningReleaseSchema } from "@/lib/fleet/releases/fleet-schema"
import { pageQuery } from "@/lib/platform/page"
import { defineRoute, endpoint, idParams } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/platform/deployments/{id}/tenants", {
  GET: endpoint({
    summary: "List the tenants that run a deployed version",
    description:
      "Their installed releases, newest first: those with its helmChartVersion (`1.2.0`, or `chart-1.2.0` to name the chart), and those whose app version is its image tag. Also requires `deployments:read`.",
    access: "releases:read",
    params: idParams("deployment"),
    query: z.strictObject(pageQuery),
    response: runningReleaseSchema.array(),
    verb: (actor, { params, query }) => listDeploymentTenants(actor, params.id, query),
  }),
})
