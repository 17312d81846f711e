import { z } from "zod"
import { includeAnnulled, laneFilters } from "@/lib/ledger/deployments/filters"
import { listDeployments } from "@/lib/ledger/deployments/list-deployments"
import { deploymentSchema } from "@/lib/ledger/deployments/schema"
import { pageQuery } from "@/lib/platform/page"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(
  "/api/v1/platform/deployments/branch/{gitBranch}",
  {
    GET: endpoint({
      summary: "List the deployments of a branch, newest first",
      description: "Slashes in the branch can be percent-encoded or not.",
      access: "deployments:read",
      params: z.object({ gitBranch: z.string() }),
      query: z.strictObject({ ...laneFilters, includeAnnulled, ...pageQuery }),
      response: deploymentSchema.array(),
      verb: (actor, { params, query }) => listDeployments(actor, { ...query, branch: params.gitBranch }),
    }),
  },
)
