import { listTenants } from "@/lib/fleet/tenants/list-tenants"
import { createTenantSchema, tenantQuerySchema, tenantSchema } from "@/lib/fleet/tenants/schema"
import { createTenant } from "@/lib/fleet/tenants/write-tenant"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"
import { created } from "@/lib/web/http/reply"

const path = "/api/v1/tenants"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute(path, {
  GET: endpoint({
    summary: "List tenants, newest first",
    access: "releases:read",
    query: tenantQuerySchema,
    response: tenantSchema.array(),
    verb: (actor, { query }) => listTenants(actor, query),
  }),
  POST: endpoint({
    summary: "Create a tenant",
    description: "Returns 409 if another tenant has the slug, or the namespace in the cluster.",
    access: "admin",
    body: createTenantSchema,
    response: tenantSchema,
    status: 201,
    etag: true,
    verb: async (actor, { body }) => created(path, await createTenant(actor, body)),
  }),
})
