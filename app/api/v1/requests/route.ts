import { listRequests } from "@/lib/identity/requests/list-requests"
import { receivedRequestSchema, requestsQuerySchema } from "@/lib/identity/requests/schema"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/requests", {
  GET: endpoint({
    summary: "List requests of pipelines, newest first",
    description:
      "Write requests of API tokens with what was sent, how it was answered and what was recorded; also those refused because their token is not valid. They appear up to a second after the answer and are kept for 30 days, or as the operator has set. Values of releases and unknown fields are not kept, and what looks like a credential is masked. Requests that are refused before they are authenticated (a repeated Authorization header, an invalid path) are not kept.",
    access: "admin",
    query: requestsQuerySchema,
    answer: receivedRequestSchema.array(),
    verb: (actor, { query }) => listRequests(actor, query),
  }),
})
