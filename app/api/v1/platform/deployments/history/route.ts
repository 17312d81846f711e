import { z } from "zod"
import {
  deploymentFilters,
  historyOrder,
  historySort,
  includeAnnulled,
} from "@/lib/ledger/deployments/filters"
import { listDeployments } from "@/lib/ledger/deployments/list-deployments"
import { deploymentSchema } from "@/lib/ledger/deployments/schema"
import { pageQuery } from "@/lib/platform/page"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/platform/deployments/history", {
  GET: endpoint({
    summary: "List deployments, newest first",
    description: "Deployments that match all filters, in the environments the caller can see.",
    access: "deployments:read",
    query: z.strictObject({
      ...deploymentFilters,
      includeAnnulled,
      order: historyOrder,
      sort: historySort,
      ...pageQuery,
    }),
    response: deploymentSchema.array(),
    verb: (actor, { query }) => listDeployments(actor, query),
  }),
})
