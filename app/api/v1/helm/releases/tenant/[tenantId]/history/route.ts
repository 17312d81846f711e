import { z } from "zod"
import { listTenantHistory } from "@/lib/fleet/releases/list-revisions"
import { tenantRevisionSchema } from "@/lib/fleet/releases/revision-schema"
import { pageQuery } from "@/lib/platform/page"
import { defineRoute } from "@/lib/web/http/define-route"
import { endpoint } from "@/lib/web/http/endpoint"
import { pageReply } from "@/lib/web/http/page"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(
  "/api/v1/helm/releases/tenant/{tenantId}/history",
  {
    GET: endpoint({
      summary: "List the revisions of all releases of a tenant, newest first",
      description: "Includes uninstalled releases.",
      access: "releases:read",
      params: z.strictObject({ tenantId: z.uuid("Must be the id of a tenant.") }),
      query: z.strictObject(pageQuery),
      answer: z.array(tenantRevisionSchema),
      verb: async (actor, { params, query }, { url }) =>
        pageReply(await listTenantHistory(actor, params.tenantId, query), url),
    }),
  },
)
