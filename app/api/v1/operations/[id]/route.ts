import { z } from "zod"
import { defineRoute } from "@/lib/http/define-route"
import { endpoint } from "@/lib/http/endpoint"
import { getOperation } from "@/lib/operations/get-operation"
import { operationDetailSchema } from "@/lib/operations/schema"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/operations/{id}", {
  GET: endpoint({
    summary: "One operation with its progress",
    access: "releases:read",
    params: z.strictObject({ id: z.uuid("Not the id of an operation.") }),
    answer: operationDetailSchema,
    etag: true,
    verb: (actor, { params }) => getOperation(actor, params.id),
  }),
})
