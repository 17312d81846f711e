import { z } from "zod"
import { includeAnnulled, laneFilters } from "@/lib/ledger/deployments/filters"
import { getDeploymentByTag } from "@/lib/ledger/deployments/list-deployments"
import { deploymentSchema } from "@/lib/ledger/deployments/schema"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/platform/deployments/tag/{imageTag}", {
  GET: endpoint({
    summary: "Get the newest deployment of an image tag",
    access: "deployments:read",
    params: z.object({ imageTag: z.string() }),
    query: z.strictObject({ ...laneFilters, includeAnnulled }),
    response: deploymentSchema,
    etag: true,
    verb: (actor, { params, query }) => getDeploymentByTag(actor, params.imageTag, query),
  }),
})
