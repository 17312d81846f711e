import { getMe } from "@/lib/identity/users/get-user"
import { meSchema } from "@/lib/identity/users/schema"
import { defineRoute } from "@/lib/web/http/define-route"
import { endpoint } from "@/lib/web/http/endpoint"

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
