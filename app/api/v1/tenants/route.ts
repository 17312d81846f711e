import { z } from "zod"
import { createTenant } from "@/lib/fleet/tenants/create-tenant"
import { listTenants } from "@/lib/fleet/tenants/list-tenants"
import { createTenantSchema, tenantQuerySchema, tenantSchema } from "@/lib/fleet/tenants/schema"
import { defineRoute } from "@/lib/web/http/define-route"
import { endpoint } from "@/lib/web/http/endpoint"
import { pageReply } from "@/lib/web/http/page"
import { reply } from "@/lib/web/http/reply"

const path = "/api/v1/tenants"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(path, {
  GET: endpoint({
    summary: "The tenants, newest first",
    access: "releases:read",
    query: tenantQuerySchema,
    answer: z.array(tenantSchema),
    verb: async (actor, { query }, { url }) => pageReply(await listTenants(actor, query), url),
  }),
  POST: endpoint({
    summary: "Add a tenant",
    description: "409 where the slug, or the namespace in its cluster, is another tenant's.",
    access: "admin",
    body: createTenantSchema,
    answer: tenantSchema,
    status: 201,
    etag: true,
    verb: async (actor, { body }) => {
      const tenant = await createTenant(actor, body)
      return reply(tenant, { headers: { location: `${path}/${tenant.id}` } })
    },
  }),
})
