import { getRequest } from "@/lib/identity/requests/list-requests"
import { receivedRequestSchema } from "@/lib/identity/requests/schema"
import { defineRoute, endpoint, idParams } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/ingest/log/{id}", {
  GET: endpoint({
    summary: "Get a pipeline request",
    access: "admin",
    params: idParams("request"),
    response: receivedRequestSchema,
    etag: true,
    verb: (actor, { params }) => getRequest(actor, params.id),
  }),
})
