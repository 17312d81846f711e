import { z } from "zod"
import { getOperation } from "@/lib/fleet/operations/find-operation"
import { operationDetailSchema } from "@/lib/fleet/operations/schema"
import { defineRoute } from "@/lib/web/http/define-route"
import { endpoint } from "@/lib/web/http/endpoint"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/operations/{id}", {
  GET: endpoint({
    summary: "Get an operation with its progress",
    access: "releases:read",
    params: z.strictObject({ id: z.uuid("Must be the id of an operation.") }),
    answer: operationDetailSchema,
    etag: true,
    verb: (actor, { params }) => getOperation(actor, params.id),
  }),
})
