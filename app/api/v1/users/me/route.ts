import { defineRoute } from "@/lib/http/define-route"
import { endpoint } from "@/lib/http/endpoint"
import { getMe } from "@/lib/users/get-user"
import { meSchema } from "@/lib/users/schema"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/users/me", {
  GET: endpoint({
    summary: "Who I am",
    description: "The person who is signed in, and what their role may do. An API token has no account: 403.",
    access: "person",
    answer: meSchema,
    etag: true,
    verb: (actor) => getMe(actor),
  }),
})
