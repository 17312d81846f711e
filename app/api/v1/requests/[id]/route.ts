import { z } from "zod"
import { getRequest } from "@/lib/identity/requests/list-requests"
import { receivedRequestSchema } from "@/lib/identity/requests/schema"
import { defineRoute } from "@/lib/web/http/define-route"
import { endpoint } from "@/lib/web/http/endpoint"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/requests/{id}", {
  GET: endpoint({
    summary: "Get a request of a pipeline",
    access: "admin",
    params: z.object({ id: z.uuid("Must be the id of a request.") }),
    answer: receivedRequestSchema,
    verb: (actor, { params }) => getRequest(actor, params.id),
  }),
})
