import { z } from "zod"
import { includeAnnulled, placeFilters } from "@/lib/deployments/filters"
import { listDeployments } from "@/lib/deployments/list-deployments"
import { deploymentSchema } from "@/lib/deployments/schema"
import { defineRoute } from "@/lib/http/define-route"
import { endpoint } from "@/lib/http/endpoint"
import { pageReply } from "@/lib/http/page"
import { pageQuery } from "@/lib/page"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(
  "/api/v1/platform/deployments/branch/{gitBranch}",
  {
    GET: endpoint({
      summary: "The deployments from a branch, newest first",
      description: "The slashes of a branch may be percent-encoded or not.",
      access: "deployments:read",
      params: z.object({ gitBranch: z.string() }),
      query: z.strictObject({ ...placeFilters, includeAnnulled, ...pageQuery }),
      answer: z.array(deploymentSchema),
      verb: async (actor, { params, query }, { url }) =>
        pageReply(await listDeployments(actor, { ...query, branch: params.gitBranch }), url),
    }),
  },
)
