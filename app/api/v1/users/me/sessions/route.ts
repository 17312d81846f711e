import { endOwnSessions } from "@/lib/identity/users/end-sessions"
import { defineRoute, endpoint } from "@/lib/web/http/define-route"

export const { GET, POST, PUT, PATCH, DELETE } = defineRoute("/api/v1/users/me/sessions", {
  DELETE: endpoint({
    summary: "Sign out everywhere",
    description: "Ends all your sessions, including this one.",
    access: "person",
    status: 204,
    verb: (actor) => endOwnSessions(actor),
  }),
})
