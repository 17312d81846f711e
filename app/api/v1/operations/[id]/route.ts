import { getOperation } from "@/lib/fleet/operations/find-operation"
import { operationDetailSchema } from "@/lib/fleet/operations/schema"
import { defineRoute, endpoint, idParams } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/operations/{id}", {
  GET: endpoint({
    summary: "Get an operation with its progress",
    access: "releases:read",
    params: idParams("operation"),
    response: operationDetailSchema,
    etag: true,
    verb: (actor, { params }) => getOperation(actor, params.id),
  }),
})
