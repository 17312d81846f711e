import { endSessionsOf } from "@/lib/identity/users/end-sessions"
import { defineRoute, endpoint, idParams } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/users/{id}/sessions", {
  DELETE: endpoint({
    summary: "Sign a user out everywhere",
    access: "admin",
    params: idParams("user"),
    status: 204,
    verb: (actor, { params }) => endSessionsOf(actor, params.id),
  }),
})
