import { z } from "zod"
import { getTenant, listTenants } from "@/lib/fleet/tenants/list-tenants"
import {
  createTenantSchema,
  tenantQuerySchema,
  tenantSchema,
  updateTenantSchema,
} from "@/lib/fleet/tenants/schema"
import { createTenant, updateTenant } from "@/lib/fleet/tenants/write-tenant"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"

const params = z.strictObject({ id: z.string().meta({ description: "The id or slug." }) })

export const tenants = defineRoute("/api/v1/tenants", {
  GET: endpoint({
    summary: "List tenants, newest first",
    access: "releases:read",
    query: tenantQuerySchema,
    response: tenantSchema.array(),
    handler: (actor, { query }) => listTenants(actor, query),
  }),
  POST: endpoint({
    summary: "Create a tenant",
    description: "Returns 409 if another tenant has the slug, or the namespace in the cluster.",
    access: "admin",
    body: createTenantSchema,
    response: tenantSchema,
    status: 201,
    etag: true,
    handler: (actor, { body }) => createTenant(actor, body),
  }),
})

export const tenant = defineRoute("/api/v1/tenants/{id}", {
  GET: endpoint({
    summary: "Get a tenant",
    access: "releases:read",
    params,
    response: tenantSchema,
    handler: (actor, { params: { id } }) => getTenant(actor, id),
  }),
  PATCH: endpoint({
    summary: "Update a tenant",
    description: "The namespace or cluster can be changed only while no release is installed.",
    access: "admin",
    params,
    body: updateTenantSchema,
    response: tenantSchema,
    ifMatch: true,
    handler: (actor, { params: { id }, body }, { ifMatch }) => updateTenant(actor, id, body, ifMatch),
  }),
})
