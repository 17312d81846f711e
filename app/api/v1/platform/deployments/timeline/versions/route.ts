import { listVersions } from "@/lib/ledger/timeline/list-versions"
import { versionsQuerySchema, versionsSchema } from "@/lib/ledger/timeline/schema"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(
  "/api/v1/platform/deployments/timeline/versions",
  {
    GET: endpoint({
      summary: "List the spans in which each version was current, by lane",
      access: "deployments:read",
      query: versionsQuerySchema,
      response: versionsSchema,
      verb: (actor, { query }) => listVersions(actor, query),
    }),
  },
)
