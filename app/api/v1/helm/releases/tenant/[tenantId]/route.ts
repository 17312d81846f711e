import { z } from "zod"
import { defineRoute } from "@/lib/http/define-route"
import { endpoint } from "@/lib/http/endpoint"
import { pageReply } from "@/lib/http/page"
import { pageQuery } from "@/lib/page"
import { listTenantReleases } from "@/lib/releases/list-tenant-releases"
import { releaseSchema } from "@/lib/releases/schema"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/helm/releases/tenant/{tenantId}", {
  GET: endpoint({
    summary: "The releases of a tenant, newest first",
    access: "releases:read",
    params: z.strictObject({ tenantId: z.uuid("Not the id of a tenant.") }),
    query: z.strictObject(pageQuery),
    answer: z.array(releaseSchema),
    verb: async (actor, { params, query }, { url }) =>
      pageReply(await listTenantReleases(actor, params.tenantId, query), url),
  }),
})
