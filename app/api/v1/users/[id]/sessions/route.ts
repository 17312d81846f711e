import { z } from "zod"
import { endSessionsOf } from "@/lib/identity/users/end-sessions"
import { defineRoute } from "@/lib/web/http/define-route"
import { endpoint } from "@/lib/web/http/endpoint"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/users/{id}/sessions", {
  DELETE: endpoint({
    summary: "Sign a user out everywhere",
    access: "admin",
    params: z.object({ id: z.uuid("Must be the id of a user.") }),
    status: 204,
    verb: (actor, { params }) => endSessionsOf(actor, params.id),
  }),
})
