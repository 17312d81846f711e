import { z } from "zod"
import { getTenant } from "@/lib/fleet/tenants/list-tenants"
import { tenantSchema, updateTenantSchema } from "@/lib/fleet/tenants/schema"
import { updateTenant } from "@/lib/fleet/tenants/write-tenant"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"

const params = z.strictObject({ id: z.string().meta({ description: "The id or slug." }) })

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/tenants/{id}", {
  GET: endpoint({
    summary: "Get a tenant",
    access: "releases:read",
    params,
    response: tenantSchema,
    etag: true,
    verb: (actor, { params: { id } }) => getTenant(actor, id),
  }),
  PATCH: endpoint({
    summary: "Update a tenant",
    description: "The namespace or cluster can be changed only while no release is installed..",
    access: "admin",
    params,
    body: updateTenantSchema,
    response: tenantSchema,
    etag: true,
    ifMatch: true,
    verb: (actor, { params: { id }, body }, { ifMatch }) => updateTenant(actor, id, body, ifMatch),
  }),
})
