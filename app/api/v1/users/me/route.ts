import { getMe } from "@/lib/identity/users/find-user"
import { meSchema } from "@/lib/identity/users/schema"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/users/me", {
  GET: endpoint({
    summary: "Get the signed-in user",
    description: "The user and the scopes of their role. Returns 403 for an API token, which has no account.",
    access: "person",
    response: meSchema,
    etag: true,
    verb: (actor) => getMe(actor),
  }),
})
