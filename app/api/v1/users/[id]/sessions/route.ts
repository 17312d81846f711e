import { z } from "zod"
import { defineRoute } from "@/lib/http/define-route"
import { endpoint } from "@/lib/http/endpoint"
import { endSessionsOf } from "@/lib/users/end-sessions"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/users/{id}/sessions", {
  DELETE: endpoint({
    summary: "Sign a user out everywhere",
    access: "admin",
    params: z.object({ id: z.uuid("Not a user id.") }),
    status: 204,
    verb: (actor, { params }) => endSessionsOf(actor, params.id),
  }),
})
