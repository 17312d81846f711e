import { z } from "zod"
import { listTenantReleases } from "@/lib/fleet/releases/list-releases"
import { releaseSchema } from "@/lib/fleet/releases/schema"
import { pageQuery } from "@/lib/platform/page"
import { defineRoute } from "@/lib/web/http/define-route"
import { endpoint } from "@/lib/web/http/endpoint"
import { pageReply } from "@/lib/web/http/page"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/helm/releases/tenant/{tenantId}", {
  GET: endpoint({
    summary: "List the releases of a tenant, newest first",
    access: "releases:read",
    params: z.strictObject({ tenantId: z.uuid("Must be the id of a tenant.") }),
    query: z.strictObject(pageQuery),
    answer: z.array(releaseSchema),
    verb: async (actor, { params, query }, { url }) =>
      pageReply(await listTenantReleases(actor, params.tenantId, query), url),
  }),
})
