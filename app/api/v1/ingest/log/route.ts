import { listRequests } from "@/lib/identity/requests/list-requests"
import { receivedRequestSchema, requestsQuerySchema } from "@/lib/identity/requests/schema"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/ingest/log", {
  GET: endpoint({
    summary: "List pipeline requests, newest first",
    description:
      "Write requests of API tokens with what was sent, the response and what was recorded, including those rejected because of an invalid token. They appear up to a second after the response and are kept for 30 days, or as configured by the operator. Values of releases and unknown fields are not kept, and anything that looks like a credential is masked. Requests rejected before authentication (a repeated Authorization header, an invalid path) are not kept.",
    access: "admin",
    query: requestsQuerySchema,
    response: receivedRequestSchema.array(),
    verb: (actor, { query }) => listRequests(actor, query),
  }),
})
