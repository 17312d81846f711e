import { z } from "zod"
import { listTenantHistory } from "@/lib/fleet/releases/list-revisions"
import { tenantRevisionSchema } from "@/lib/fleet/releases/revision-schema"
import { pageQuery } from "@/lib/platform/page"
import { defineRoute, endpoint, idParams } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(
  "/api/v1/helm/releases/tenant/{tenantId}/history",
  {
    GET: endpoint({
      summary: "List the revisions of all releases of a tenant, newest first",
      description: "Includes uninstalled releases.",
      access: "releases:read",
      params: idParams("tenant", "tenantId"),
      query: z.strictObject(pageQuery),
      response: tenantRevisionSchema.array(),
      verb: (actor, { params, query }) => listTenantHistory(actor, params.tenantId, query),
    }),
  },
)
