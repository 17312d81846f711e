import { z } from "zod"
import { defineRoute } from "@/lib/http/define-route"
import { endpoint } from "@/lib/http/endpoint"
import { pageReply } from "@/lib/http/page"
import { pageQuery } from "@/lib/page"
import { runningReleaseSchema } from "@/lib/releases/running-schema"
import { listDeploymentTenants } from "@/lib/search/list-deployment-tenants"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/platform/deployments/{id}/tenants", {
  GET: endpoint({
    summary: "The tenants that run what a deployment shipped",
    description:
      "Their installed releases, newest first: those of its helmChartVersion (`1.2.0`, or `chart-1.2.0` to name the chart), and those whose app version is its image tag. Needs `deployments:read` too.",
    access: "releases:read",
    params: z.object({ id: z.uuid("Not a deployment id.") }),
    query: z.strictObject(pageQuery),
    answer: z.array(runningReleaseSchema),
    verb: async (actor, { params, query }, { url }) =>
      pageReply(await listDeploymentTenants(actor, params.id, query), url),
  }),
})
