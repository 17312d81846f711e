import { z } from "zod"
import { listTenantReleases } from "@/lib/fleet/releases/list-releases"
import { releaseSchema } from "@/lib/fleet/releases/schema"
import { pageQuery } from "@/lib/platform/page"
import { defineRoute, endpoint, idParams } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/helm/releases/tenant/{tenantId}", {
  GET: endpoint({
    summary: "List the releases of a tenant, newest first",
    access: "releases:read",
    params: idParams("tenant", "tenantId"),
    query: z.strictObject(pageQuery),
    response: releaseSchema.array(),
    verb: (actor, { params, query }) => listTenantReleases(actor, params.tenantId, query),
  }),
})
