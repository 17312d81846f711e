import { listOperations } from "@/lib/fleet/operations/find-operation"
import { operationQuerySchema, operationSchema } from "@/lib/fleet/operations/schema"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/operations", {
  GET: endpoint({
    summary: "List operations, newest first",
    access: "releases:read",
    query: operationQuerySchema,
    response: operationSchema.array(),
    verb: (actor, { query }) => listOperations(actor, query),
  }),
})
