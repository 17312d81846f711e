import { z } from "zod"
import { deploymentFilters, includeAnnulled } from "@/lib/deployments/filters"
import { listDeployments } from "@/lib/deployments/list-deployments"
import { deploymentSchema } from "@/lib/deployments/schema"
import { defineRoute } from "@/lib/http/define-route"
import { endpoint } from "@/lib/http/endpoint"
import { pageReply } from "@/lib/http/page"
import { pageQuery } from "@/lib/page"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/platform/deployments/history", {
  GET: endpoint({
    summary: "The history of deployments, newest first",
    description: "All filters together; only the environments the caller may see.",
    access: "deployments:read",
    query: z.strictObject({ ...deploymentFilters, includeAnnulled, ...pageQuery }),
    answer: z.array(deploymentSchema),
    verb: async (actor, { query }, { url }) => pageReply(await listDeployments(actor, query), url),
  }),
})
